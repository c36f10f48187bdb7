/** Tests each backup as it appears. */
package dev.restorebot.engine.verifynew;
