package dev.restorebot.bot.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The JSON Schema of the settings file, for editors: from the declarations in {@link Settings} and
 * the comments of the annotated file. It allows everything that the bot accepts, and finds most
 * mistakes.
 */
public final class SettingsSchema {
  private static final String PROPERTIES = "properties";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final AnnotatedFile annotated = AnnotatedFile.read();

  private SettingsSchema() {}

  /** Returns the schema as a text, with a line feed at its end. */
  public static String text() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indenter);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(new SettingsSchema().schema())
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode schema() {
    ObjectNode root = JSON.objectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "restore-bot's settings");
    section(root);
    SettingKeys.all().forEach(key -> place(root, key.path(), schema(key, false)));
    return root;
  }

  /**
   * Returns the schema of a setting's values.
   *
   * @param own of those below a database or a target, where a list is written as one
   */
  private ObjectNode schema(SettingKey key, boolean own) {
    if (key.structure().isPresent()) {
      return parts(key.structure().get());
    }
    if (key.type().isEmpty()) {
      return own(Scope.at(key.path()).orElseThrow());
    }
    ValueSchema shape = key.type().get().shape();
    return own && shape.list() ? shape.writtenList() : shape.schema();
  }

  private static ObjectNode section(ObjectNode node) {
    node.set("type", JSON.arrayNode().add("object").add("null"));
    node.put("additionalProperties", false);
    node.set(PROPERTIES, JSON.objectNode());
    return node;
  }

  /** Puts a setting's schema below its sections, with its explanation and its default. */
  private void place(ObjectNode root, String path, ObjectNode schema) {
    ObjectNode in = root;
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      in = below(in, path.substring(0, dot));
    }
    ObjectNode explained = JSON.objectNode();
    annotated.explanation(path).ifPresent(words -> explained.put("description", words));
    explained.set("default", annotated.value(path));
    properties(in).set(last(path), explained.setAll(schema));
  }

  private ObjectNode below(ObjectNode in, String section) {
    String name = last(section);
    if (!properties(in).has(name)) {
      ObjectNode made = JSON.objectNode();
      annotated.explanation(section).ifPresent(words -> made.put("description", words));
      properties(in).set(name, section(made));
    }
    return (ObjectNode) properties(in).get(name);
  }

  private static ObjectNode properties(ObjectNode of) {
    return (ObjectNode) of.get(PROPERTIES);
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static ObjectNode parts(SettingStructure structure) {
    ObjectNode part = JSON.objectNode().put("type", "object").put("additionalProperties", false);
    ArrayNode needed = JSON.arrayNode();
    ObjectNode fields = part.putObject(PROPERTIES);
    for (StructureField field : structure.fields()) {
      ObjectNode schema = fields.putObject(field.name()).put("description", field.explanation());
      if (field.isNeeded()) {
        needed.add(field.name());
        schema.set("anyOf", JSON.arrayNode().addAll(field.type().shape().alternatives()));
      } else {
        schema.set("default", AnnotatedFile.typed(field.otherwise().orElseThrow()));
        schema.setAll(field.type().shape().schema());
      }
    }
    part.set("required", needed);
    ObjectNode nothing = ValueSchema.nothing();
    if (!structure.list()) {
      nothing.withArray("enum").add(JSON.objectNode());
    }
    ObjectNode list = JSON.objectNode().put("type", "array").set("items", part);
    ArrayNode any = JSON.arrayNode().add(structure.list() ? list : part).add(nothing);
    return JSON.objectNode().set("anyOf", any);
  }

  private ObjectNode own(Scope scope) {
    ObjectNode each = section(JSON.objectNode()).put("type", "object");
    SettingKeys.all().stream()
        .filter(key -> key.scope().equals(Optional.of(scope)))
        .forEach(key -> differs(each, key.path(), schema(key, true)));
    ObjectNode named = JSON.objectNode();
    if (scope == Scope.DATABASE) {
      named.put("type", "object").set("additionalProperties", each);
    } else {
      ObjectNode name = properties(each).putObject("name");
      name.put("description", "Name of the target, as people type it.");
      name.set("type", JSON.arrayNode().add("string").add("integer"));
      name.put("pattern", "^(?:" + SettingsAssembly.TARGET_NAME + ")$");
      each.set("required", JSON.arrayNode().add("name"));
      ArrayNode either = each.putArray("anyOf");
      // What has neither may have its server from the section of all targets.
      List.of("project", "server", "database")
          .forEach(one -> either.addObject().putArray("required").add(one));
      named.put("type", "array").set("items", each);
    }
    ArrayNode any = JSON.arrayNode().add(named).add(ValueSchema.nothing());
    return JSON.objectNode().set("anyOf", any);
  }

  private void differs(ObjectNode in, String path, ObjectNode schema) {
    ObjectNode explained = JSON.objectNode();
    annotated.explanation(path).ifPresent(words -> explained.put("description", words));
    properties(in).set(last(path), explained.setAll(schema));
  }
}
