package dev.restorebot.bot.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One setting, as a component of {@link Settings} declares it.
 *
 * @param path name in YAML, such as {@code sandbox.lifetime}
 * @param declared its declaration
 * @param secret whether it names a file with a secret
 * @param scope what may override it, if anything
 * @param type the type of its values; empty if it has parts or is a scope's
 * @param structure its parts; empty if it has values
 */
record SettingKey(
    String path,
    Setting declared,
    boolean secret,
    Optional<Scope> scope,
    Optional<ValueType<?>> type,
    Optional<SettingStructure> structure) {
  static final String PREFIX = "RESTORE_BOT_";
  private static final String FILE = "-file";

  /** Reads the declaration of a component. */
  static SettingKey of(
      String path, Setting declared, RecordComponent component, Optional<Scope> scope) {
    boolean secret = component.getType() == SecretValue.class;
    Optional<SettingStructure> structure = structure(component);
    Optional<ValueType<?>> type = Optional.empty();
    if (secret) {
      type = Optional.of(Parsers.optional(Parsers.PATH));
    } else if (structure.isEmpty() && Scope.at(path).isEmpty()) {
      Optional<Format> format = List.of(declared.format()).stream().findFirst();
      type =
          Optional.of(
              ValueTypes.of(component.getGenericType(), format, declared.min(), declared.max()));
    }
    return new SettingKey(path, declared, secret, scope, type, structure);
  }

  private static Optional<SettingStructure> structure(RecordComponent component) {
    DeclaredBy declaredBy = component.getAnnotation(DeclaredBy.class);
    Type part = component.getGenericType();
    if (part instanceof ParameterizedType generic) {
      part = generic.getActualTypeArguments()[0];
    }
    Class<?> declares = declaredBy != null ? declaredBy.value() : null;
    if (declares == null && part instanceof Class<?> type) {
      declares = type;
    }
    return declares != null && SettingStructure.isOne(declares)
        ? Optional.of(new SettingStructure(declares, component.getType() == List.class))
        : Optional.empty();
  }

  /** Returns the name of the environment variable that overrides it. */
  String environmentName() {
    return variable(path);
  }

  /** Returns the variable that holds the same secret as the file that it names. */
  String secretVariable() {
    return declared.secretVariable().isEmpty() ? variable(secretName()) : declared.secretVariable();
  }

  /** Returns the name under which somebody would put the secret itself into the settings. */
  String secretName() {
    return path.substring(0, path.length() - FILE.length());
  }

  /** Returns its name below a database or a target. */
  String lastName() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  boolean live() {
    return declared.reload() == Reload.LIVE;
  }

  boolean list() {
    return type.map(each -> each.shape().list()).orElse(false);
  }

  /** Returns the default, with a line for each item of a list. */
  String defaultText() {
    return String.join("\n", declared.value());
  }

  private static String variable(String name) {
    return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
