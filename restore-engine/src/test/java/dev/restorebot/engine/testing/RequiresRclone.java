package dev.restorebot.engine.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests need the rclone program. Without it they are reported as skipped, with the reason; when
 * the environment says {@code RESTORE_BOT_TEST_RCLONE=required} they fail.
 */
@Tag("rclone")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresRcloneCondition.class)
public @interface RequiresRclone {}
