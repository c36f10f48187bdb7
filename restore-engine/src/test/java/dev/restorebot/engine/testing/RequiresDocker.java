package dev.restorebot.engine.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests need a Docker engine with the PostgreSQL images that {@link #images()} names. Without
 * them they are reported as skipped, with the reason; when the environment says {@code
 * RESTORE_BOT_TEST_DOCKER=required} they fail. Nothing is ever pulled.
 */
@Tag("docker")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresDockerCondition.class)
public @interface RequiresDocker {
  /** Images that must be on the machine. */
  String[] images() default {"postgres:15-alpine"};
}
