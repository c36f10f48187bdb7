/** Which backups there are, and which of them somebody means. */
package dev.restorebot.engine.backup;
