package dev.restorebot.engine.archive.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.TocEntry;
import org.junit.jupiter.api.Test;

class EntryCommentTest {
  @Test
  void allParts() {
    TocEntry entry =
        EntryComment.parse(
                4, "-- Name: users; Type: TABLE; Schema: public; Owner: zenops; Tablespace: fast")
            .orElseThrow();
    assertThat(entry.dumpId()).isEqualTo(4);
    assertThat(entry.kind()).isEqualTo("TABLE");
    assertThat(entry.schema()).isEqualTo("public");
    assertThat(entry.name()).isEqualTo("users");
    assertThat(entry.owner()).isEqualTo("zenops");
    assertThat(entry.display()).isEqualTo("TABLE public.users");
  }

  @Test
  void dashesMeanNone() {
    TocEntry entry =
        EntryComment.parse(1, "-- Data for Name: BLOBS; Type: BLOBS; Schema: -; Owner: -")
            .orElseThrow();
    assertThat(entry.schema()).isEmpty();
    assertThat(entry.owner()).isEmpty();
    assertThat(entry.display()).isEqualTo("BLOBS BLOBS");
  }

  @Test
  void namesThatLookLikeMore() {
    TocEntry entry =
        EntryComment.parse(
                1, "-- Name: a; Type: X; Schema: y; Owner: z; Type: VIEW; Schema: s; Owner: o")
            .orElseThrow();
    assertThat(entry.name()).isEqualTo("a; Type: X; Schema: y; Owner: z");
    assertThat(entry.kind()).isEqualTo("VIEW");
  }

  @Test
  void otherComments() {
    assertThat(EntryComment.parse(1, "-- Name: users")).isEmpty();
    assertThat(EntryComment.parse(1, "-- Name: users; Schema: public; Owner: o")).isEmpty();
    assertThat(EntryComment.parse(1, "-- Dumped by pg_dump version 15.2")).isEmpty();
  }
}
