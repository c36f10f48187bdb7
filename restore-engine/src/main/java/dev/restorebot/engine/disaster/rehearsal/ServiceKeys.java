package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

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
          "annotations",
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
          "sysctls",
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

  /** Those of a container's own, which lead to no other network. */
  private static final Pattern HARMLESS_SYSCTL =
      Pattern.compile(
          "net\\.core\\.somaxconn|net\\.ipv4\\.(tcp_\\w+|ip_local_port_range|ip_unprivileged_port_start)"
              + "|kernel\\.(shm\\w+|msg\\w+|sem)|fs\\.mqueue\\.\\w+");

  private ServiceKeys() {}

  /** Returns whether a rehearsal says that it does without an attribute. */
  static boolean isMissed(String key, JsonNode value) {
    return !KEPT.contains(key)
        && !REPLACED.contains(key)
        && !key.startsWith("x-") // says nothing to Docker
        && isSet(value);
  }

  /** Returns whether a kernel parameter stays within a container. */
  static boolean isOwn(String sysctl) {
    return HARMLESS_SYSCTL.matcher(sysctl).matches();
  }

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
