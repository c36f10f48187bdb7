package dev.restorebot.bot.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a section whose settings {@code targets} can override for one target, by the last part of
 * their names. {@link Settings#disasters} applies the overrides.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface PerTarget {}
