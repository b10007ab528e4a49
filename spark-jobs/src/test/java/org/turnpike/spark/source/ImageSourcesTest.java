package org.turnpike.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.DataError;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.Storage;

/** Folders of images, which the tests draw. */
class ImageSourcesTest {
    private static final int SIDE = 6;
    private static final int OF_A_CLASS = 9;

    @RegisterExtension
    static final SourceSession SESSION = new SourceSession();

    @TempDir
    static Path directory;

    private static String folder;

    @BeforeAll
    static void draw() throws IOException {
        for (int image = 0; image < OF_A_CLASS; image++) {
            ImageFolder.write(directory.resolve("photos/train/cat/" + image + ".png"), SIDE, SIDE, image);
            ImageFolder.write(directory.resolve("photos/train/dog/" + image + ".png"), SIDE, SIDE, 100 + image);
        }
        Files.writeString(directory.resolve("photos/train/.DS_Store"), "hidden");
        folder = directory.resolve("photos/train").toString();
    }

    @Test
    void aFolderIsItsImagesAndClasses() {
        DataPart rows = read(reader(), folder, new Validation.None()).training();
        assertThat(rows.rows()).isEqualTo(2 * OF_A_CLASS);
        assertThat(rows.schema().features()).hasSize(3 * SIDE * SIDE).startsWith("red.r0c0", "red.r0c1");
        assertThat(rows.schema().outputs().names()).containsExactly("cat", "dog");
        float[] image = new float[3 * SIDE * SIDE];
        for (int row = 0; row < rows.rows(); row++) {
            rows.sample(DataPart.EVERY_ROW).features().copyRow(row, image, 0);
            int seed = ImageFolder.seed(image[0]);
            assertThat(image).isEqualTo(ImageFolder.numbers(SIDE, SIDE, seed));
            ClassLabels labels = (ClassLabels) rows.sample(DataPart.EVERY_ROW).targets();
            assertThat(labels.label(row)).isEqualTo(seed < 100 ? 0 : 1);
        }
    }

    @Test
    void patternsAndWhatStaysOnTheExecutorsAreTheSame() {
        for (Validation validation : List.of(new Validation.Fraction(0.25), new Validation.None())) {
            for (OptionalInt most : List.of(OptionalInt.empty(), OptionalInt.of(11))) {
                DataSet inMemory = read(reader(), folder, validation, most);
                assertThat(inMemory.training().rows()
                                + inMemory.validation().map(DataPart::rows).orElse(0L))
                        .isEqualTo(most.orElse(2 * OF_A_CLASS));
                for (String place : List.of(folder, folder + "/*/*.png", "images:" + folder)) {
                    DataSet dealt = read(dealing(), place, validation, most);
                    requireSame(dealt.training(), inMemory.training());
                    assertThat(dealt.validation().isPresent())
                            .isEqualTo(inMemory.validation().isPresent());
                    dealt.validation()
                            .ifPresent(part ->
                                    requireSame(part, inMemory.validation().orElseThrow()));
                }
            }
        }
    }

    @Test
    void imagesToPredictNeedNoClass() throws IOException {
        Schema schema = read(reader(), folder, new Validation.None()).schema();
        ImageFolder.write(directory.resolve("new/b.png"), SIDE, SIDE, 3);
        ImageFolder.write(directory.resolve("new/a.png"), SIDE, SIDE, 4);
        ReadRows rows = reader().toPredict(
                        directory.resolve("new").toString(),
                        columns(ImageSettings.asStored()),
                        schema.features(),
                        Optional.empty());
        assertThat(rows.ids().orElseThrow())
                .satisfiesExactly(
                        first -> assertThat(first).endsWith("/new/a.png"),
                        second -> assertThat(second).endsWith("/new/b.png"));
        assertThat(ImageFolder.seed(rows.table().features().value(0, 0))).isEqualTo(4);
        assertThatThrownBy(() -> reader().toPredict(
                                folder, columns(ImageSettings.asStored()), List.of("x", "y"), Optional.empty()))
                .hasMessageContaining("expected rows with the model's 2 inputs, the first of them x, found images");
    }

    @Test
    void imagesOfOtherShapesAreNamedOrScaled() throws IOException {
        Path mixed = directory.resolve("mixed");
        ImageFolder.write(mixed.resolve("cat/0.png"), SIDE, SIDE, 1);
        ImageFolder.write(mixed.resolve("cat/1.png"), SIDE, SIDE + 2, 2);
        ImageFolder.write(mixed.resolve("dog/0.png"), SIDE, SIDE, 3);
        ImageFolder.writeGrey(mixed.resolve("dog/1.png"), SIDE, SIDE);
        for (SourceReader reader : List.of(reader(), dealing())) {
            assertThatThrownBy(() -> read(reader, mixed.toString(), new Validation.None()))
                    .isInstanceOf(DataError.class)
                    .hasMessageMatching(
                            ".*mixed/(cat|dog)/1.png: expected an image of 3×6×6 \\(channels × rows × columns\\)"
                                    + " as the first has, found (3×6×8|1×6×6)\\. Convert the image, or bring all to one shape with"
                                    + " data\\.images: size = .*");
            ImageSettings scaled = new ImageSettings(Optional.of(new ImageSettings.Size(4, 4)), OptionalInt.of(1));
            DataSet rows = reader.read(
                    new DataSettings(mixed.toString(), new Validation.None(), Optional.empty(), columns(scaled), 7));
            assertThat(rows.schema().features()).hasSize(16).startsWith("r0c0");
            assertThat(rows.training().rows()).isEqualTo(4);
        }
    }

    @Test
    void whatIsNoImageIsNamedOrLeftOut() throws IOException {
        Path broken = directory.resolve("broken");
        for (int image = 0; image < 2; image++) {
            ImageFolder.write(broken.resolve("cat/" + image + ".png"), SIDE, SIDE, image);
            ImageFolder.write(broken.resolve("dog/" + image + ".png"), SIDE, SIDE, 100 + image);
        }
        byte[] whole = Files.readAllBytes(broken.resolve("cat/1.png"));
        Files.write(broken.resolve("cat/1.png"), Arrays.copyOf(whole, whole.length / 2));
        for (SourceReader reader : List.of(reader(), dealing())) {
            assertThatThrownBy(() -> read(reader, broken.toString(), new Validation.None()))
                    .isInstanceOf(DataError.class)
                    .hasMessageContaining("broken/cat/1.png: expected an intact image, found ");
            CsvFormat skipping = CsvFormat.plain().withInvalidRows(CsvFormat.InvalidRows.SKIP);
            DataSet rows = reader.read(new DataSettings(
                    broken.toString(),
                    new Validation.None(),
                    Optional.empty(),
                    columns(ImageSettings.asStored(), skipping),
                    7));
            assertThat(rows.training().rows()).isEqualTo(3);
            assertThat(rows.training().skipped()).isEqualTo(1);
        }
    }

    @Test
    void aFolderWithoutClasses() throws IOException {
        refuses(
                directory.resolve("photos").toString(),
                "expected a folder for each class, with its images in it, found a folder in a folder: 'train/cat'. Name the"
                        + " folder that has the classes");
        refuses(
                folder + "/cat",
                "expected a folder for each class, with its images in it, found a file beside the folders: '0.png'");
        ImageFolder.write(directory.resolve("one/cat/0.png"), SIDE, SIDE, 1);
        refuses(directory.resolve("one").toString(), "at least two classes");
        ImageFolder.write(directory.resolve("gap/cat/0.png"), SIDE, SIDE, 1);
        Files.createDirectories(directory.resolve("gap/dog"));
        refuses(
                directory.resolve("gap").toString(),
                "folder 'dog': expected at least one image of the class, found none. Remove the folder, or put its images"
                        + " there.");
        Files.createDirectories(directory.resolve("nothing"));
        assertThatThrownBy(() -> read(reader(), directory.resolve("nothing").toString(), new Validation.None()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected a directory with files of data, found none");
    }

    private static void refuses(String place, String message) {
        assertThatThrownBy(() -> read(reader(), place, new Validation.None()))
                .isInstanceOf(DataError.class)
                .hasMessageContaining(message);
    }

    private static void requireSame(DataPart found, DataPart wanted) {
        assertThat(found.schema()).isEqualTo(wanted.schema());
        assertThat(found.fingerprint()).isEqualTo(wanted.fingerprint());
        assertThat(found.sample(DataPart.EVERY_ROW)).isEqualTo(wanted.sample(DataPart.EVERY_ROW));
    }

    private static DataSet read(SourceReader reader, String place, Validation validation) {
        return read(reader, place, validation, OptionalInt.empty());
    }

    private static DataSet read(SourceReader reader, String place, Validation validation, OptionalInt most) {
        return reader.read(
                new DataSettings(place, validation, Optional.empty(), columns(ImageSettings.asStored()), 7, most));
    }

    private static SourceReader reader() {
        return new SourceReader(new Storage(new Configuration()), SESSION::spark);
    }

    /** Leaves all rows that Spark reads on the executors. */
    private static SourceReader dealing() {
        return new SourceReader(new Storage(new Configuration()), SESSION::spark, SourceReader.Memory.ofCluster());
    }

    private static ColumnSettings columns(ImageSettings images) {
        return columns(images, CsvFormat.plain());
    }

    private static ColumnSettings columns(ImageSettings images, CsvFormat format) {
        return new ColumnSettings(
                List.of("last"),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Task.AUTOMATIC,
                format,
                Optional.empty(),
                images);
    }
}
