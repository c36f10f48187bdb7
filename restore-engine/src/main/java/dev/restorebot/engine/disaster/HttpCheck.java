package dev.restorebot.engine.disaster;

import java.net.URI;
import java.util.Optional;

/**
 * A page to get after the services have started.
 *
 * @param name such as {@code readiness} or {@code assignment list}
 * @param url what to get
 * @param status the status that it must answer with
 * @param contains what the answer must contain, if anything
 */
public record HttpCheck(String name, URI url, int status, Optional<String> contains) {}
