package dev.restorebot.engine.disaster;

/**
 * A step of a plan, in words.
 *
 * @param what what happens
 * @param undo how it is undone, or that nothing needs to be
 */
public record PlanStep(String what, String undo) {}
