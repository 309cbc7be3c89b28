/// `toolrack --help`.
enum Help {
  static let text = """
    toolrack \(Version.text) - a plugin-host MCP server

    usage: toolrack COMMAND [OPTIONS]

      serve                   serve MCP over HTTP: /mcp, /health, /ping
      stdio                   serve MCP over standard input and output
      list                    show the plugins and their tools
      call TOOL [JSON]        call one tool and print its answer
      check FILE.so           test a plugin: ABI, names, schemas, sizes, crash and hang
      client add NAME         make a client's secret or API key and print it once
      client remove NAME      take back all of a client's, or one with --key ID
      client list             show the clients, what they have and when it was used last
      issuer rotate           make a new key to sign tokens with
      issuer keys             show the keys that tokens are signed with
      policy explain          show what a client may use, and by which rule

    options of serve, stdio, list and call:
      --config FILE           configuration, JSON with comments
      --plugins DIR           directory of *.so files (default: plugins)
      --listen ADDRESS:PORT   serve only (default: 127.0.0.1:8080; port 0: any free one)
      --strict                serve and stdio: refuse to start unless every plugin loads
      --json                  list and call: JSON for programs

    options of check:
      --call TOOL JSON        call a tool as well
      --timeout MILLISECONDS  how long loading and that call may take (default: 5000)
      --settings JSON         the plugin's settings
      --json                  the report as JSON

    options of client:
      --config FILE           the configuration, whose access.clients names the file
      --clients FILE          the file itself (default: clients.json)
      --scope SCOPES          add: what the client may do, separated by commas
      --secret                add: a secret, to get tokens with from access.issuer (the
                              default where the configuration has one)
      --api-key               add: a key, to be sent with each request (else the default)
      --key ID                add: the new one's name; remove: which one to take back

    options of issuer:
      --config FILE           the configuration, whose access.issuer names the file of keys
      --after SECONDS         rotate: when the new key signs (default: 300, when everybody
                              who keeps the public keys has read it)
      --revoke                rotate: at once, and drop the other keys with all tokens of theirs

    options of policy explain:
      --as CLIENT             the client's name
      --scope SCOPES          its scopes, separated by commas (default: what the configuration says)
      --claim NAME=VALUE      a claim of its token; may be given several times
      --config FILE           the configuration with access.policy
      --plugins DIR, --json   as for list

    """
}
