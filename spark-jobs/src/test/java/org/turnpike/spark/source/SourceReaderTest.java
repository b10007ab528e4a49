package org.turnpike.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.DataError;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.TargetValues;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.model.Outputs;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.Storage;

class SourceReaderTest {
    private static final ColumnSettings BY_LAST = columns(Task.AUTOMATIC, "last");

    private final Storage storage = new Storage(new Configuration());
    private final SourceReader reader = new SourceReader(storage);

    @TempDir
    Path directory;

    @Test
    void aGeneratorIsSplitByItsSeed() {
        DataSet rows = reader.read(new DataSettings(
                "moons?n=100&seed=3", new Validation.Fraction(0.2), Optional.of("moons?n=50&seed=4"), BY_LAST, 7));
        assertThat(rows.training().sample(DataPart.EVERY_ROW).rows()).isEqualTo(80);
        assertThat(rows.validation().orElseThrow().sample(DataPart.EVERY_ROW).rows())
                .isEqualTo(20);
        assertThat(rows.test().orElseThrow().sample(DataPart.EVERY_ROW).rows()).isEqualTo(50);
        assertThat(rows.parts().keySet()).containsExactly("training", "validation", "test");
        assertThat(rows.schema().features()).containsExactly("x", "y");
    }

    @Test
    void aTestSetHasTheTrainingSetsColumnsAndClasses() throws IOException {
        String train = file("train.csv", "a,b,kind\n1,2,cat\n3,4,dog\n5,6,emu\n");
        String test = file("test.csv", "b,extra,kind,a\n20,9,dog,10\n");
        DataSet rows = reader.read(
                new DataSettings(train, new Validation.None(), Optional.of(test), columns(Task.AUTOMATIC, "kind"), 7));
        DataPart part = rows.test().orElseThrow();
        assertThat(part.sample(DataPart.EVERY_ROW).featureNames()).containsExactly("a", "b");
        assertThat(part.sample(DataPart.EVERY_ROW).features().value(0, 0)).isEqualTo(10);
        assertThat(part.sample(DataPart.EVERY_ROW).targets())
                .isEqualTo(ClassLabels.copyOf(new int[] {1}, List.of("cat", "dog", "emu")));
    }

    @Test
    void aTestSetMayNotHaveAClassOfItsOwn() throws IOException {
        String train = file("train.csv", "a,kind\n1,cat\n3,dog\n");
        String test = file("test.csv", "a,kind\n1,dgo\n");
        assertThatThrownBy(() ->
                        reader.read(new DataSettings(train, new Validation.Apart(test), Optional.empty(), BY_LAST, 7)))
                .isInstanceOf(DataError.class)
                .hasMessage(test + ", line 2, column 'kind': expected one of the classes cat, dog, found 'dgo'. Did you"
                        + " mean 'dog'? Correct the label, or set invalid = skip to leave such rows out.");
    }

    @Test
    void aColumnMarksTheRowsToValidateOn() throws IOException {
        String train = file("train.csv", "a,held,kind\n1,0,x\n2,1,y\n3,false,y\n4,true,x\n");
        DataSet rows =
                reader.read(new DataSettings(train, new Validation.Column("held"), Optional.empty(), BY_LAST, 7));
        assertThat(rows.training().sample(DataPart.EVERY_ROW).rows()).isEqualTo(2);
        RowMatrix validation =
                rows.validation().orElseThrow().sample(DataPart.EVERY_ROW).features();
        assertThat(new float[] {validation.value(0, 0), validation.value(1, 0)}).containsExactlyInAnyOrder(2, 4);
        assertThat(rows.schema().features()).containsExactly("a");
    }

    @Test
    void regressionHasAnyNumberOfTargets() throws IOException {
        String train = file("train.csv", "a,u,v\n1,0.5,2\n2,1.5,3\n");
        DataSet rows = reader.read(new DataSettings(
                train, new Validation.None(), Optional.empty(), columns(Task.REGRESSION, "u", "v"), 7));
        assertThat(rows.schema().outputs()).isEqualTo(new Outputs.Values(List.of("u", "v")));
        RowMatrix values =
                ((TargetValues) rows.training().sample(DataPart.EVERY_ROW).targets()).values();
        assertThat(new float[] {values.value(0, 1), values.value(1, 1)}).containsExactlyInAnyOrder(2, 3);
        assertThatThrownBy(() -> columns(Task.AUTOMATIC, "u", "v"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A class stands in one column, found [u, v].");
    }

    @Test
    void imagesAreFoundByTheirBytesAndLabelsBesideThem() throws IOException {
        String images = "train-images-idx3-ubyte.gz";
        idx(images, new int[] {3, 2, 2}, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, (byte) 255});
        idx("train-labels-idx1-ubyte.gz", new int[] {3}, new byte[] {0, 2, 1});
        DataSet rows = reader.read(new DataSettings(
                directory.resolve(images).toString(), new Validation.None(), Optional.empty(), BY_LAST, 7));
        assertThat(new float[] {value(rows, 0, 3), value(rows, 1, 3), value(rows, 2, 3)})
                .containsExactlyInAnyOrder(3 / 255f, 7 / 255f, 1);
        assertThat(rows.schema().features()).containsExactly("r0c0", "r0c1", "r1c0", "r1c1");
        assertThat(rows.schema().outputs()).isEqualTo(new Outputs.Classes(List.of("0", "1", "2")));

        Files.delete(directory.resolve("train-labels-idx1-ubyte.gz"));
        ReadRows unlabelled = reader.toPredict(
                directory.resolve(images).toString(), BY_LAST, rows.schema().features(), Optional.empty());
        assertThat(unlabelled.table().rows()).isEqualTo(3);
    }

    @Test
    void imagesWithoutLabelsAreNoTrainingSet() throws IOException {
        idx("train-images-idx3-ubyte", new int[] {1, 1, 1}, new byte[] {1});
        String images = directory.resolve("train-images-idx3-ubyte").toString();
        UserError error = catchThrowableOfType(
                UserError.class,
                () -> reader.read(new DataSettings(images, new Validation.None(), Optional.empty(), BY_LAST, 7)));
        assertThat(error)
                .hasMessage(directory.resolve("train-labels-idx1-ubyte")
                        + ": expected a file, found nothing there. Check the path.");
        assertThat(error.exitCode()).isEqualTo(ExitCode.DATA);
    }

    @Test
    void rowsToPredictKeepTheirIdAndNeedNoLabel() throws IOException {
        String data = file("new.csv", "name;b;a\nx7;1;2\nx8;3;4\n");
        ColumnSettings columns = new ColumnSettings(
                List.of("last"),
                List.of(),
                Optional.of("weight"),
                Optional.empty(),
                Task.AUTOMATIC,
                CsvFormat.plain().withSeparator(';'));
        ReadRows rows = reader.toPredict(data, columns, List.of("a", "b"), Optional.of("name"));
        assertThat(rows.ids()).hasValue(List.of("x7", "x8"));
        assertThat(rows.table().features().value(1, 0)).isEqualTo(4);
    }

    @Test
    void rowsOfAnotherKindAreNotPredicted() {
        assertThatThrownBy(() -> reader.toPredict("moons?n=3", BY_LAST, List.of("x", "y", "z"), Optional.empty()))
                .hasMessage(
                        "moons?n=3: expected the model's 3 inputs, the first of them x, found 2, the first of them x."
                                + " Name data of the kind that the model was trained on.");
    }

    @Test
    void aMisspeltGeneratorIsWrongUsage() {
        UserError word = catchThrowableOfType(UserError.class, () -> reader.source("mons", BY_LAST));
        assertThat(word)
                .hasMessage("data 'mons': expected a generator or a file, found neither. Did you mean the generator"
                        + " 'moons'?");
        assertThat(word.exitCode()).isEqualTo(ExitCode.USAGE);
        UserError option = catchThrowableOfType(UserError.class, () -> reader.source("moons?m=3", BY_LAST));
        assertThat(option.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(option).hasMessageContaining("found 'm=3'");
    }

    @Test
    void aFileOfAnotherFormatIsNamed() throws IOException {
        String parquet = file("t.parquet", "PAR1....");
        assertThat(reader.source(parquet, BY_LAST).form()).isEqualTo("a Parquet table");
        UserError error = catchThrowableOfType(
                UserError.class, () -> reader.toPredict(parquet, BY_LAST, List.of("x"), Optional.empty()));
        assertThat(error).hasMessageContaining("found data that only Spark reads");
    }

    private static ColumnSettings columns(Task task, String... label) {
        return new ColumnSettings(
                List.of(label), List.of(), Optional.empty(), Optional.empty(), task, CsvFormat.plain());
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private void idx(String name, int[] sizes, byte[] bytes) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * sizes.length).putInt(0x0800 + sizes.length);
        for (int size : sizes) {
            header.putInt(size);
        }
        try (OutputStream file = Files.newOutputStream(directory.resolve(name));
                OutputStream stream = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
            stream.write(header.array());
            stream.write(bytes);
        }
    }

    private static float value(DataSet rows, int row, int column) {
        return rows.training().sample(DataPart.EVERY_ROW).features().value(row, column);
    }
}
