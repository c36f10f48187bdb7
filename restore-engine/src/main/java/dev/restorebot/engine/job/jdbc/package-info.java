/** Jobs in an SQLite file. The only package that imports Flyway, SQLite or JDBI. */
package dev.restorebot.engine.job.jdbc;
