package dev.restorebot.engine.disaster.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.ResolvedProject;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataMountsTest {
  private static final String DATA = "/var/lib/postgresql/data";
  private static final String ANONYMOUS = "ab".repeat(32);
  private final DockerAccess docker = mock(DockerAccess.class, RETURNS_DEEP_STUBS);

  private DataMounts.Found find(
      String mounts, String pgdata, Set<String> described, ResolvedProject.Mount... files)
      throws Exception {
    return find(mounts, pgdata, "{\"Name\":\"v\",\"Driver\":\"local\"}", described, files);
  }

  private DataMounts.Found find(
      String mounts,
      String pgdata,
      String nfs,
      Set<String> described,
      ResolvedProject.Mount... files)
      throws Exception {
    ObjectMapper json =
        new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    when(docker.client().inspectVolumeCmd(anyString()).exec())
        .thenReturn(json.readValue(nfs, InspectVolumeResponse.class));
    ResolvedProject.Service service =
        new ResolvedProject.Service("postgres", List.of(), List.of(), List.of(files), Map.of());
    return new DataMounts(docker)
        .find(
            json.readValue("{\"Mounts\":[" + mounts + "]}", InspectContainerResponse.class),
            pgdata,
            "zenops",
            Optional.of(new ResolvedProject(Map.of("db", service), Map.of(), described)),
            "db");
  }

  private static String volume(String name, String path) {
    return "{\"Type\":\"volume\",\"Name\":\"%s\",\"Source\":\"/x/%s/_data\",\"Destination\":\"%s\"}"
        .formatted(name, name, path);
  }

  private static String bind(String source, String path, String mode) {
    return "{\"Type\":\"bind\",\"Source\":\"%s\",\"Destination\":\"%s\",\"Mode\":\"%s\"}"
        .formatted(source, path, mode);
  }

  private static ResolvedProject.Mount file(String key, String path) {
    return new ResolvedProject.Mount("volume", key, path);
  }

  @Test
  void takesTheKeyOfAnExternalVolumeFromTheFiles() throws Exception {
    assertThat(find(volume("elsewhere", DATA), DATA, Set.of(), file("pg", DATA)))
        .isEqualTo(new DataMounts.Found("elsewhere", "pg", DATA, DataVolume.Kind.NAMED));
  }

  @Test
  void mountsAnotherVolumeWhereTheFilesDescribeTheOldOne() throws Exception {
    assertThat(find(volume("v", DATA), DATA, Set.of("pg"), file("pg", DATA)))
        .isEqualTo(new DataMounts.Found("v", "db_restored", DATA, DataVolume.Kind.MOUNTED));
    assertThat(find(volume("v", DATA), DATA, Set.of(), file("db_restored", DATA)).kind())
        .isEqualTo(DataVolume.Kind.MOUNTED);
  }

  @Test
  void findsAFolderOfTheMachineByItsPath() throws Exception {
    assertThat(find(bind("/srv/pgdata", DATA, "rw"), DATA + "/pgdata", Set.of()))
        .isEqualTo(new DataMounts.Found("/srv/pgdata", "", DATA, DataVolume.Kind.FOLDER));
  }

  @Test
  void findsTheLayoutOfVersion18AndAMountOfASubfolder() throws Exception {
    String parent = "/var/lib/postgresql";
    assertThat(
            find(volume("v", parent), parent + "/18/docker", Set.of(), file("pg", parent)).mount())
        .isEqualTo(parent);
    assertThat(
            find(
                    volume("v", DATA + "/pgdata"),
                    DATA + "/pgdata",
                    Set.of(),
                    file("pg", DATA + "/pgdata"))
                .mount())
        .isEqualTo(DATA + "/pgdata");
  }

  @Test
  void leavesOtherMountsAndMountedFilesOfSettingsAlone() throws Exception {
    String others =
        bind("/srv/init", "/docker-entrypoint-initdb.d", "ro")
            + ","
            + bind("/srv/pg_hba.conf", DATA + "/pg_hba.conf", "ro")
            + ",";
    assertThat(find(others + volume("v", DATA), DATA, Set.of(), file("pg", DATA)).key())
        .isEqualTo("pg");
  }

  @Test
  void refusesAMountOfTheServersOwnFolders() {
    assertThatThrownBy(
            () ->
                find(
                    volume("v", DATA) + "," + bind("/fast", DATA + "/pg_wal", "rw"),
                    DATA,
                    Set.of(),
                    file("pg", DATA)))
        .hasMessageContaining(DATA + "/pg_wal");
  }

  @Test
  void mountsAnotherVolumeWhereTheOldOneHasNoName() throws Exception {
    assertThat(find(volume(ANONYMOUS, DATA), DATA, Set.of(), file("", DATA)))
        .isEqualTo(new DataMounts.Found(ANONYMOUS, "db_restored", DATA, DataVolume.Kind.MOUNTED));
  }

  @Test
  void refusesANamedVolumeThatNoFileNamesAndWhatLiesOnANetwork() {
    assertThatThrownBy(() -> find(volume("v", DATA), DATA, Set.of()))
        .hasMessageContaining("is not in the project's files");
    assertThatThrownBy(() -> find(bind("/srv/pgdata", DATA, "rw,Z"), DATA, Set.of()))
        .hasMessageContaining("SELinux");
    String nfs = "{\"Name\":\"v\",\"Driver\":\"local\",\"Options\":{\"type\":\"nfs\"}}";
    assertThatThrownBy(() -> find(volume("v", DATA), DATA, nfs, Set.of(), file("pg", DATA)))
        .hasMessageContaining("local with the options [type]");
  }
}
