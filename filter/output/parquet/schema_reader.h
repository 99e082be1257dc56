// Reads the schema of a Parquet file's footer: flat, every column optional, of the types of schema.h.
//
// Source: parquet.thrift of the Apache Parquet format, 2.11: SchemaElement, LogicalType, ConvertedType.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_SCHEMA_READER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_SCHEMA_READER_H_

#include "filter/output/parquet/schema.h"
#include "filter/output/parquet/thrift_reader.h"

namespace anonlog::parquet {

// False, with all of it read: it is of another kind. What is no list of schema elements fails `thrift`.
bool read_schema(ThriftReader& thrift, ThriftReader::Field field, Schema& schema);

PhysicalType physical_type_of(ColumnType type);

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_SCHEMA_READER_H_
