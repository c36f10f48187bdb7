/** Signed reports of what was tested, and their verification. */
package dev.restorebot.engine.evidence;
