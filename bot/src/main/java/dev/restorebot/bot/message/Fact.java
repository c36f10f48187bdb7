package dev.restorebot.bot.message;

/** A labelled fact. */
public record Fact(String label, String value) {}
