/**
 * Whether the runbook's best practices hold for the backups that are there. Looks only; what to do
 * about it is for people.
 */
package dev.restorebot.engine.advice;
