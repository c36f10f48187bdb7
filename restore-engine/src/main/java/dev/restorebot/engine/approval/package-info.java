/**
 * Approval of operations by people: requests, votes, deadlines, and what a request is bound to.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.approval;
