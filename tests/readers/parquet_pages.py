"""Where the pages of a Parquet file are, from the file itself: page_bodies(path) -> [(begin, end)], headers left out."""

import pathlib

import pyarrow.parquet

COMPRESSED_SIZE = 3  # field of a PageHeader


class CompactReader:
    """As much of Thrift's compact protocol as a PageHeader needs."""

    def __init__(self, content, position):
        self.content = content
        self.position = position

    def varint(self):
        value = shift = 0
        while True:
            byte = self.content[self.position]
            self.position += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def struct(self):
        """Its integer fields by number."""
        fields, number = {}, 0
        while head := self.content[self.position]:
            self.position += 1
            number += head >> 4
            assert head >> 4, "a field's number in the long form"
            kind = head & 15
            if kind in (5, 6):  # integers, zigzag
                value = self.varint()
                fields[number] = value >> 1 ^ -(value & 1)
            elif kind == 8:  # bytes
                self.position += self.varint()
            elif kind == 12:
                self.struct()
            else:
                assert kind in (1, 2), f"a field of kind {kind}"
        self.position += 1
        return fields


def page_bodies(path):
    content, bodies = pathlib.Path(path).read_bytes(), []
    metadata = pyarrow.parquet.ParquetFile(path).metadata
    for group in range(metadata.num_row_groups):
        for column in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(column)
            begin = chunk.dictionary_page_offset or chunk.data_page_offset
            reader = CompactReader(content, begin)
            while reader.position < begin + chunk.total_compressed_size:
                size = reader.struct()[COMPRESSED_SIZE]
                bodies.append((reader.position, reader.position + size))
                reader.position += size
    return bodies
