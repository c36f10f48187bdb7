package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.Statistics;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers.Production;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Looks at what production uses: memory, and which of its volumes hold files. */
final class ProductionUse {
  private static final long STATS_SECONDS = 20;
  private static final long KIB = 1024;

  /** Parameters: where the volumes are. */
  private static final String SCRIPT =
      """
      while read -r name kib rest; do
        if [ "$name" = MemAvailable: ]; then echo "free $kib"; fi
      done </proc/meminfo
      for at in "$@"; do
        if [ -n "$(find "$at" ! -type d 2>/dev/null | head -n 1)" ]; then echo "files $at"; fi
      done
      true
      """;

  private final DockerAccess docker;
  private final DisasterPlan plan;

  ProductionUse(DockerAccess docker, DisasterPlan plan) {
    this.docker = docker;
    this.plan = plan;
  }

  Production of(List<String> services, List<String> volumes) throws ProblemException {
    VolumeTool tool = new VolumeTool(docker, plan);
    List<String> there = new ArrayList<>();
    List<VolumeTool.At> mounts = new ArrayList<>();
    for (String volume : volumes) {
      if (tool.exists(volume)) {
        mounts.add(new VolumeTool.At(volume, at(there.size()), true));
        there.add(volume);
      }
    }
    List<String> lines =
        tool.run(
            "look at production's volumes",
            SCRIPT,
            mounts.stream().map(VolumeTool.At::path).toList(),
            VolumeTool.User.ROOT,
            mounts);
    List<String> withFiles = new ArrayList<>();
    for (int i = 0; i < there.size(); i++) {
      if (lines.contains("files " + at(i))) {
        withFiles.add(there.get(i));
      }
    }
    long free =
        lines.stream()
            .filter(line -> line.matches("free \\d+"))
            .mapToLong(line -> Long.parseLong(line.substring("free ".length())) * KIB)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    return new Production(Set.copyOf(withFiles), memory(services), free);
  }

  private static String at(int number) {
    return "/restore-bot-volume-" + number;
  }

  /** All at once: the engine measures each for a second. */
  private long memory(List<String> services) throws ProblemException {
    ConcurrentLinkedQueue<Long> used = new ConcurrentLinkedQueue<>();
    List<ResultCallback.Adapter<Statistics>> asked = new ArrayList<>();
    try {
      for (Container each :
          new ProjectContainers(docker, plan.target().project().name()).present()) {
        if (services.contains(ProjectContainers.service(each))) {
          asked.add(
              docker
                  .client()
                  .statsCmd(each.getId())
                  .withNoStream(true)
                  .exec(
                      new ResultCallback.Adapter<>() {
                        @Override
                        public void onNext(Statistics seen) {
                          used.add(memory(seen.getMemoryStats()));
                        }
                      }));
        }
      }
      for (ResultCallback.Adapter<Statistics> each : asked) {
        var unused = each.awaitCompletion(STATS_SECONDS, TimeUnit.SECONDS);
      }
      return used.stream().mapToLong(Long::longValue).sum();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (RuntimeException e) {
      throw docker.problem("measure the memory of production's containers", e);
    }
  }

  /** Without the pages of files that the kernel gives up first, as {@code docker stats} counts. */
  private static long memory(MemoryStatsConfig memory) {
    if (memory == null || memory.getUsage() == null) {
      return 0; // it does not run
    }
    long cached =
        memory.getStats() == null
            ? 0
            : Objects.requireNonNullElse(
                memory.getStats().getTotalInactiveFile(),
                Objects.requireNonNullElse(memory.getStats().getInactiveFile(), 0L));
    return Math.max(0, memory.getUsage() - cached);
  }
}
