package dev.restorebot.engine.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests need a program. Without it they are reported as skipped, with the reason; when the
 * environment says {@code RESTORE_BOT_TEST_<NAME>=required} they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresProgramCondition.class)
public @interface RequiresProgram {
  /** The program's name. */
  String value();

  /** The argument with which it shows its version. */
  String version() default "--version";
}
