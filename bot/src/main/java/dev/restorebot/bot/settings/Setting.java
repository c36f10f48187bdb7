package dev.restorebot.bot.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a component of a record in {@link Settings} as a setting.
 *
 * <p>Its name and its environment variable follow from the component's name, its values from the
 * component's type: texts, numbers, sizes ({@code long}), durations, paths, enums, an {@code
 * Optional} of them (empty: not set), a {@code List} of them, and a {@code SecretValue}, which is
 * read from the file that the setting names. An {@code Optional} or a {@code List} of records whose
 * components are {@link Part}s is written as {@code { name: value, ... }}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
  /** Says when a change takes effect. */
  Reload reload();

  /** The default, as in {@code config/restore-bot.yaml}; of a list, each item. */
  String[] value() default {};

  /** The format of its values, or of a list's items, where the type does not say enough. */
  Format[] format() default {};

  /** The smallest number. */
  int min() default 0;

  /** The largest number. */
  int max() default Integer.MAX_VALUE;

  /** The variable that holds the secret itself, if it is not named after the setting. */
  String secretVariable() default "";
}
