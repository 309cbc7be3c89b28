import JSON
import Testing

@testable import Postgres

@Suite struct TableTextTests {
  private static let table: JSONValue = [
    "kind": "table", "name": "shop.orders", "comment": "What was\nordered", "estimated_rows": 40,
    "privileges": ["SELECT"],
    "row_security": ["applies_to_you": true],
    "columns": [
      ["name": "id", "type": "integer", "not_null": true, "identity": "always"],
      ["name": "a|b", "type": "shop.mood", "values": ["x", "y"], "comment": "one\ntwo"],
    ],
    "foreign_keys": [
      "to": [
        [
          "name": "k", "table": "shop.customers", "columns": ["customer_id"],
          "references": ["id"], "on_delete": "cascade",
        ]
      ]
    ],
    "indexes": [["name": "i", "definition": "CREATE INDEX i ON t (a)", "invalid": true]],
    "definition": "SELECT 1;",
  ]

  @Test func everyPartHasItsPlace() {
    #expect(
      TableText.markdown(Self.table) == """
        # shop.orders

        What was
        ordered

        Kind: table; about 40 rows; row security limits what you see; you may: (SELECT)

        | column | type | | comment |
        | --- | --- | --- | --- |
        | id | integer | not null, identity always |  |
        | a\\|b | shop.mood | one of (x, y) | one two |

        ## Foreign keys

        - (customer_id) → shop.customers (id), on delete cascade

        ## Indexes

        - `CREATE INDEX i ON t (a)` (invalid)

        ## Definition

        ```sql
        SELECT 1;
        ```

        """)
  }
}
