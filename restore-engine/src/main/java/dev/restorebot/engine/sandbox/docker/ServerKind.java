package dev.restorebot.engine.sandbox.docker;

import dev.restorebot.engine.docker.ChosenImage;

/**
 * Everything that a server is from its start. A warm server is given only to a request for exactly
 * its kind.
 *
 * @param plan limits, arguments and names
 * @param image the image, with the id that its name had
 */
record ServerKind(ContainerPlan plan, ChosenImage image) {}
