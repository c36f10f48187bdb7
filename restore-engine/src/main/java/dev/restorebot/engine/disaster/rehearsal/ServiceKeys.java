package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;

/** Says which attributes of a service a rehearsal takes over. What is in neither set is dropped. */
final class ServiceKeys {
  /** These stay as they are: they say how the service works, and reach nothing beyond it. */
  static final Set<String> KEPT =
      Set.of(
          "command",
          "configs",
          "domainname",
          "entrypoint",
          "environment",
          "group_add",
          "healthcheck",
          "hostname",
          "init",
          "read_only",
          "secrets",
          "shm_size",
          "stdin_open",
          "stop_grace_period",
          "stop_signal",
          "tmpfs",
          "tty",
          "ulimits",
          "user",
          "working_dir",
          "cap_drop");

  /** A rehearsal has its own in place of these, or they mean nothing in it. */
  static final Set<String> REPLACED =
      Set.of(
          "attach",
          "build",
          "cap_add",
          "container_name",
          "cpu_count",
          "cpu_percent",
          "cpu_period",
          "cpu_quota",
          "cpu_shares",
          "cpus",
          "cpuset",
          "depends_on",
          "deploy",
          "develop",
          "dns",
          "dns_opt",
          "dns_search",
          "env_file",
          "expose",
          "image",
          "labels",
          "label_file",
          "links",
          "logging",
          "mem_limit",
          "mem_reservation",
          "mem_swappiness",
          "memswap_limit",
          "network_mode",
          "networks",
          "oom_kill_disable",
          "oom_score_adj",
          "pids_limit",
          "platform",
          "ports",
          "profiles",
          "pull_policy",
          "restart",
          "scale",
          "security_opt",
          "volumes");

  /** The capabilities that Docker gives each container: naming them adds nothing. */
  private static final Set<String> USUAL_CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "NET_RAW",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  private ServiceKeys() {}

  /** Returns whether each container may have that capability. */
  static boolean isUsual(String capability) {
    return USUAL_CAPABILITIES.contains(
        capability.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", ""));
  }

  /** Returns whether an attribute says something. */
  static boolean isSet(JsonNode value) {
    return !value.isNull()
        && !(value.isContainerNode() && value.isEmpty())
        && !(value.isTextual() && value.asText().isEmpty())
        && !(value.isBoolean() && !value.asBoolean());
  }
}
