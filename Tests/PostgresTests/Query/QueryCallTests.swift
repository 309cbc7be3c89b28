import JSON
import Testing

@testable import Postgres

@Suite struct QueryCallTests {
  private func call(_ arguments: JSONValue) throws(PostgresFailure) -> QueryCall {
    try QueryCall(arguments, Limits())
  }

  @Test func parametersHaveTheTextFormOfPostgreSQL() throws {
    let params: JSONValue = [
      "a", 1.50, true, nil, [1, nil, "x\"\\", [true]], ["k": [1]], [["k": "v"]], "",
    ]
    let texts = try call(["sql": "SELECT 1", "params": params]).parameters.map(\.text)
    #expect(
      texts == [
        "a", "1.5", "true", nil, #"{1,NULL,"x\"\\",{true}}"#, #"{"k":[1]}"#,
        #"{"{\"k\":\"v\"}"}"#, "",
      ])
  }

  @Test func numbersAreSentAsWritten() throws {
    let arguments = try JSONValue(parsing: #"{"sql":"","params":[1.50,12345678901234567890]}"#)
    #expect(try call(arguments).parameters.map(\.text) == ["1.50", "12345678901234567890"])
  }

  @Test func limitsHaveDefaults() throws {
    let call = try call(["sql": "SELECT 1"])
    #expect(call.rows == 100)
    #expect(call.timeoutMilliseconds == nil)
  }

  @Test(
    arguments: [
      (["max_rows": 10_001], "max_rows must be a number from 1 to 10000."),
      (["max_rows": 0], "max_rows must be a number from 1 to 10000."),
      (["timeout_ms": 30_001], "timeout_ms must be a number from 1 to 30000."),
      (["params": ["a\0"]], "Parameter $1 holds a zero byte, which PostgreSQL cannot store."),
      (["params": [["a\0"]]], "Parameter $1 holds a zero byte, which PostgreSQL cannot store."),
      (["sql": "SELECT '\0'"], "The statement holds a zero byte."),
    ] as [(JSONValue, String)])
  func whatDoesNotFitIsRefused(_ arguments: JSONValue, _ text: String) {
    #expect(throws: PostgresFailure.refused(text)) { try call(arguments) }
  }

  @Test func moreParametersThanTheProtocolCarriesAreRefused() {
    let many = JSONValue.array(Array(repeating: .null, count: Parameter.maximumCount + 1))
    #expect(throws: PostgresFailure.self) { try call(["sql": "", "params": many]) }
  }
}
