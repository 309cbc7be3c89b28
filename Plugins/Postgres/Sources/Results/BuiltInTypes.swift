/// The types that every server has, by OID (PostgreSQL source, `pg_type.dat`): the common ones.
/// Whatever is not here is asked of the server.
enum BuiltInTypes {
  static func type(_ oid: UInt32) -> KnownType? { byOID[oid] }

  private static let byOID: [UInt32: KnownType] = {
    var types: [UInt32: KnownType] = [:]
    types.reserveCapacity(2 * table.count)
    for (oid, array, name, form) in table {
      types[oid] = KnownType(name: name, form: form)
      guard array != 0 else { continue }
      let delimiter = name == "box" ? UInt8(ascii: ";") : KnownType.comma
      types[array] = KnownType(name: name + "[]", form: form, delimiter: delimiter)
    }
    return types
  }()

  /// The type, the array of it, its name and form.
  static let table: [(oid: UInt32, array: UInt32, name: String, form: ValueForm)] =
    numbers + texts + times + places + ranges + catalogue

  private static let numbers: [(oid: UInt32, array: UInt32, name: String, form: ValueForm)] = [
    (16, 1000, "bool", .boolean), (20, 1016, "int8", .bigInteger), (21, 1005, "int2", .integer),
    (23, 1007, "int4", .integer), (700, 1021, "float4", .floating),
    (701, 1022, "float8", .floating), (790, 791, "money", .text),
    (1700, 1231, "numeric", .numeric),
  ]

  private static let texts: [(oid: UInt32, array: UInt32, name: String, form: ValueForm)] = [
    (17, 1001, "bytea", .bytes), (18, 1002, "\"char\"", .text), (19, 1003, "name", .text),
    (25, 1009, "text", .text), (114, 199, "json", .json), (142, 143, "xml", .text),
    (705, 0, "unknown", .text), (1042, 1014, "bpchar", .text), (1043, 1015, "varchar", .text),
    (1560, 1561, "bit", .text), (1562, 1563, "varbit", .text), (2249, 2287, "record", .text),
    (2275, 1263, "cstring", .text), (2278, 0, "void", .text), (2950, 2951, "uuid", .text),
    (3614, 3643, "tsvector", .text), (3615, 3645, "tsquery", .text), (3802, 3807, "jsonb", .jsonb),
    (4072, 4073, "jsonpath", .text),
  ]

  private static let times: [(oid: UInt32, array: UInt32, name: String, form: ValueForm)] = [
    (1082, 1182, "date", .text), (1083, 1183, "time", .text),
    (1114, 1115, "timestamp", .timestamp), (1184, 1185, "timestamptz", .timestamp),
    (1186, 1187, "interval", .text), (1266, 1270, "timetz", .timeWithZone),
  ]

  private static let places: [(oid: UInt32, array: UInt32, name: String, form: ValueForm)] = [
    (600, 1017, "point", .text), (601, 1018, "lseg", .text), (602, 1019, "path", .text),
    (603, 1020, "box", .text), (604, 1027, "polygon", .text), (628, 629, "line", .text),
    (650, 651, "cidr", .text), (718, 719, "circle", .text), (774, 775, "macaddr8", .text),
    (829, 1040, "macaddr", .text), (869, 1041, "inet", .text),
  ]

  private static let ranges: [(oid: UInt32, array: UInt32, name: String, form: ValueForm)] = [
    (3904, 3905, "int4range", .text), (3906, 3907, "numrange", .text),
    (3908, 3909, "tsrange", .text), (3910, 3911, "tstzrange", .text),
    (3912, 3913, "daterange", .text), (3926, 3927, "int8range", .text),
    (4451, 6150, "int4multirange", .text), (4532, 6151, "nummultirange", .text),
    (4533, 6152, "tsmultirange", .text), (4534, 6153, "tstzmultirange", .text),
    (4535, 6155, "datemultirange", .text), (4536, 6157, "int8multirange", .text),
  ]

  private static let catalogue: [(oid: UInt32, array: UInt32, name: String, form: ValueForm)] = [
    (22, 1006, "int2vector", .vector), (24, 1008, "regproc", .text), (26, 1028, "oid", .integer),
    (27, 1010, "tid", .text), (28, 1011, "xid", .integer), (29, 1012, "cid", .integer),
    (30, 1013, "oidvector", .vector), (194, 0, "pg_node_tree", .text),
    (1033, 1034, "aclitem", .text), (1790, 2201, "refcursor", .text),
    (2202, 2207, "regprocedure", .text), (2203, 2208, "regoper", .text),
    (2204, 2209, "regoperator", .text), (2205, 2210, "regclass", .text),
    (2206, 2211, "regtype", .text), (3220, 3221, "pg_lsn", .text),
    (3734, 3735, "regconfig", .text), (3769, 3770, "regdictionary", .text),
    (4089, 4090, "regnamespace", .text), (4096, 4097, "regrole", .text),
    (5069, 271, "xid8", .bigInteger),
  ]
}
