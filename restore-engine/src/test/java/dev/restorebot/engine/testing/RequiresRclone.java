package dev.restorebot.engine.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** The tests need the rclone program; see {@link RequiresProgram}. */
@Tag("rclone")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RequiresProgram(value = "rclone", version = "version")
public @interface RequiresRclone {}
