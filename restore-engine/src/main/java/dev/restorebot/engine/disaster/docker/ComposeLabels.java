package dev.restorebot.engine.disaster.docker;

/** Names the labels that Compose writes, and those of restore-bot's own volumes and containers. */
final class ComposeLabels {
  static final String PROJECT = "com.docker.compose.project";
  static final String SERVICE = "com.docker.compose.service";
  static final String ONE_OFF = "com.docker.compose.oneoff";
  static final String WORKING_DIR = "com.docker.compose.project.working_dir";
  static final String CONFIG_FILES = "com.docker.compose.project.config_files";
  static final String ENV_FILES = "com.docker.compose.project.environment_file";

  /** The stack, on the containers of Docker Swarm. */
  static final String STACK = "com.docker.stack.namespace";

  static final String VOLUME = "com.docker.compose.volume";

  /** The disaster restore that something was made for; not a sandbox's label, on purpose. */
  static final String DISASTER = "dev.restore-bot.disaster";

  /** Its role: {@code restored}, {@code safety-copy}, {@code filling}, {@code tool}. */
  static final String ROLE = "dev.restore-bot.disaster.role";

  /** The project and the volume's key in its files, so that a restored volume is known again. */
  static final String FOR_PROJECT = "dev.restore-bot.disaster.project";

  static final String VOLUME_KEY = "dev.restore-bot.disaster.volume-key";
  static final String CREATED = "dev.restore-bot.disaster.created";

  /** Tells our own volume from one that was there already. */
  static final String NONCE = "dev.restore-bot.disaster.nonce";

  private ComposeLabels() {}
}
