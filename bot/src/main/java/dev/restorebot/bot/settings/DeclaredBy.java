package dev.restorebot.bot.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;

/** Names the record that declares settings for a record of the engine, and supplies it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface DeclaredBy {
  /** A record whose components are {@link Setting}s or {@link Part}s. */
  Class<? extends Supplier<? extends Record>> value();
}
