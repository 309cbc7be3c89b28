import PluginKit

/// Prompts of each kind of content, one that asks the user, and one that comes and goes.
extension Everything {
  struct TwoArguments: Decodable {
    let arg1, arg2: String
  }

  struct ResourceArguments: Decodable {
    let resourceUri: String
  }

  var prompts: [Prompt] {
    let lasting = [simple, withArguments, withResource, withImage, asking]
    guard state.withLock({ $0.hasDynamicPrompt }) else { return lasting }
    return lasting + [
      Prompt("test_dynamic_prompt", "Is there only now and then.") { _ in
        PromptResult([.user("This prompt is there only now and then.")])
      }
    ]
  }

  private var simple: Prompt {
    Prompt("test_simple_prompt", "A text.") { _ in
      PromptResult([.user("This is a simple prompt for testing.")])
    }
  }

  private var withArguments: Prompt {
    Prompt(
      "test_prompt_with_arguments", "A text with two arguments.",
      arguments: [
        PromptArgument(
          "arg1", "The first argument", isRequired: true,
          complete: Self.proposing("paris", "park", "party")),
        PromptArgument("arg2", "The second argument", isRequired: true),
      ]
    ) { (arguments: TwoArguments, _) in
      PromptResult([
        .user("Prompt with arguments: arg1='\(arguments.arg1)', arg2='\(arguments.arg2)'")
      ])
    }
  }

  private var withResource: Prompt {
    Prompt(
      "test_prompt_with_embedded_resource", "A resource and a text.",
      arguments: [
        PromptArgument("resourceUri", "The URI of the resource", isRequired: true)
      ]
    ) { (arguments: ResourceArguments, _) in
      PromptResult([
        .user(
          .resource(
            uri: arguments.resourceUri, text: "Embedded resource content for testing.",
            mediaType: "text/plain")),
        .user("Please process the embedded resource above."),
      ])
    }
  }

  private var withImage: Prompt {
    Prompt("test_prompt_with_image", "An image and a text.") { _ in
      PromptResult([
        .user(.image(Samples.image, mediaType: "image/png")),
        .user("Please analyze the image above."),
      ])
    }
  }

  private var asking: Prompt {
    Prompt("test_input_required_result_prompt", "A text that the user has a say in.") { call in
      switch call.elicitation("user_context", as: Forms.Context.self) {
      case .accepted(let form)?: PromptResult([.user("The context is: \(form.context)")])
      case let refusal?: PromptResult([.user(Self.refused(refusal))])
      case nil:
        .inputRequired([
          "user_context": .elicitation(
            "What context should the prompt use?", schema: Forms.Context.schema)
        ])
      }
    }
  }
}
