package dev.restorebot.engine.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests mount small file systems. Where that is not allowed they are reported as skipped, with
 * the reason; when {@code RESTORE_BOT_TEST_TMPFS=required} they fail.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresTmpfsCondition.class)
public @interface RequiresTmpfs {}
