package dev.restorebot.engine.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests start a Docker Engine of their own with {@code ci/docker-engine}, which needs its
 * programs and root. Without them they are reported as skipped, with the reason; when the
 * environment says {@code RESTORE_BOT_TEST_OWN_ENGINE=required} they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresOwnEngineCondition.class)
public @interface RequiresOwnEngine {}
