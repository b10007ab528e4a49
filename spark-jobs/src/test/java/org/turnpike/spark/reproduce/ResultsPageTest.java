package org.turnpike.spark.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.report.figure.Extent;
import org.turnpike.spark.reproduce.picture.Panel;
import org.turnpike.spark.reproduce.picture.Picture;
import org.turnpike.spark.storage.Storage;

class ResultsPageTest {

    @TempDir
    Path directory;

    @Test
    void aPageIsMarkdownWithItsPicturesBesideIt() throws Exception {
        Picture picture = new Picture(1).add(Panel.plane("paths", "x", "y", new Extent(0, 1, 0, 1)));
        ResultsPage page = new ResultsPage("deep", "How deep")
                .section("Tables")
                .paragraph("Words.")
                .table(List.of("a", "b"), List.of(List.of("1", "2")))
                .code("one\ntwo")
                .picture("moons", "Two moons.", picture);
        String place = page.write(new Storage(new Configuration()), directory.toString(), List.of());
        assertThat(Path.of(place)).hasContent("""
                # How deep

                ## Tables

                Words.

                | a | b |
                |---|---|
                | 1 | 2 |

                    one
                    two

                ![Two moons.](deep/moons.svg)

                *Two moons.*
                """);
        assertThat(Files.readString(directory.resolve("deep/moons.svg"))).startsWith("<svg ");
    }

    @Test
    void aPageThatIsNotWholeSaysWhatIsToCome() {
        ResultsPage page = new ResultsPage("deep", "How deep").section("Moons");
        Storage storage = new Storage(new Configuration());
        String place = page.write(storage, directory.toString(), List.of("Annuli", "Flows"));
        assertThat(Path.of(place)).hasContent("""
                # How deep

                ## Moons

                *Still to come: Annuli; Flows.*
                """);
        page.section("Annuli").section("Flows").write(storage, directory.toString(), List.of());
        assertThat(Path.of(place)).content().endsWith("## Annuli\n\n## Flows\n");
    }

    @Test
    void aRowHasAsManyCellsAsTheHeader() {
        ResultsPage page = new ResultsPage("deep", "How deep");
        assertThatThrownBy(() -> page.table(List.of("a", "b"), List.of(List.of("1"))))
                .hasMessage("Expected 2 cells, found [1]");
    }
}
