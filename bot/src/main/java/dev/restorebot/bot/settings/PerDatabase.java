package dev.restorebot.bot.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a setting, or all settings of a section, that {@code databases} can override for one
 * database, by the last part of its name. {@link Settings#forDatabase} applies the overrides.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface PerDatabase {}
