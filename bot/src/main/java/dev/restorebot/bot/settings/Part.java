package dev.restorebot.bot.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares one name within a {@link Setting} that is written as {@code { name: value, ... }}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Part {
  /** The explanation that editors show, in a line. */
  String value();

  /** The default. A part without one must be set. */
  String[] otherwise() default {};

  /** The format of its values, where the type does not say enough. */
  Format[] format() default {};

  /** The smallest number. */
  int min() default 0;

  /** The largest number. */
  int max() default Integer.MAX_VALUE;
}
