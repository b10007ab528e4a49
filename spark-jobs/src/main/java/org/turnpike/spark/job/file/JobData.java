package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.turnpike.data.DataError;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.data.image.ImageAugmentation;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.source.ColumnSettings;
import org.turnpike.spark.source.DataFormat;
import org.turnpike.spark.source.DataSettings;
import org.turnpike.spark.source.ImageSettings;
import org.turnpike.spark.source.Source;
import org.turnpike.spark.source.Task;
import org.turnpike.spark.source.Validation;

/** The block {@code data} of a job file. */
public final class JobData {
    private final Settings data;

    public JobData(Settings job) {
        this.data = job.block("data");
    }

    /** @throws UserError where no rows to train on are named, a generator is not known, or settings contradict each other */
    public DataSettings settings() {
        requireGenerator("train");
        requireGenerator("validation");
        requireGenerator("test");
        String train = data.optionalText("train")
                .orElseThrow(() -> data.error(
                        "train",
                        "a generator or a path",
                        "Write data.train = \"moons?n=512\" or the path of a table into the job file, or add"
                                + " --set data.train=PATH."));
        requireNoShareOfFreshRows(train);
        return new DataSettings(
                train,
                validation(),
                data.optionalText("test"),
                columns(),
                data.whole("seed"),
                data.optionalCount("rows"));
    }

    public ColumnSettings columns() {
        if (task() == Task.DENSITY
                && !List.of("last", "none")
                        .contains(data.oneOrMoreTexts("label").get(0))) {
            throw data.error(
                    "label",
                    "none with data.task = density",
                    "Leave it out; data.features chooses the columns to use.");
        }
        return data.made(
                "label",
                () -> new ColumnSettings(
                        data.oneOrMoreTexts("label"),
                        data.optionalTexts("features").orElse(List.of()),
                        data.optionalText("weight"),
                        data.optionalText("id"),
                        task(),
                        format(),
                        DataFormat.ofKey(data.text("format")),
                        images()));
    }

    /** By how much images are varied while they are learned from; empty where not at all. */
    Optional<ImageAugmentation.Variation> augmentation() {
        Settings block = data.block("augmentation");
        ImageAugmentation.Variation variation = new ImageAugmentation.Variation(
                block.count("crop-padding"),
                block.truth("flip"),
                block.number("brightness"),
                block.number("contrast"),
                block.number("saturation"));
        if (variation.isAny() && isStandardised()) {
            throw data.error(
                    "standardise",
                    "false with data.augmentation",
                    "Images are varied as they are, with pixels from 0 to 1; group normalisation does the rest.");
        }
        return Optional.of(variation).filter(ImageAugmentation.Variation::isAny);
    }

    private ImageSettings images() {
        Settings block = data.block("images");
        Optional<ImageSettings.Size> size = block.optionalCounts("size").map(sides -> {
            if (sides.length != 2) {
                throw block.error("size", "two numbers, rows and columns,", "Write, for instance, size = [32, 32].");
            }
            return new ImageSettings.Size(sides[0], sides[1]);
        });
        OptionalInt channels = switch (block.text("channels")) {
            case "grey" -> OptionalInt.of(1);
            case "colour" -> OptionalInt.of(3);
            default -> OptionalInt.empty();
        };
        return new ImageSettings(size, channels);
    }

    public boolean isStandardised() {
        return data.truth("standardise");
    }

    /** @throws UserError where columns are chosen in a source that has none to choose from */
    public void requireFits(Source source) {
        if (source.hasColumns()) {
            return;
        }
        requireDefault("label", "last", source);
        requireDefault("features", "all", source);
        requireDefault("weight", "none", source);
        requireDefault("id", "none", source);
        requireDefault("validation-column", "none", source);
    }

    private void requireDefault(String key, String word, Source source) {
        if (!data.oneOrMoreTexts(key).equals(List.of(word))) {
            throw data.error(
                    key,
                    word + ", since " + source.form() + " has no columns to choose from,",
                    "Leave the key out; '" + source.text() + "' says itself what its rows are.");
        }
    }

    private Validation validation() {
        Optional<String> column = data.optionalText("validation-column");
        Optional<String> text = data.optionalText("validation");
        if (column.isPresent() && text.isPresent()) {
            throw data.error("validation", "none beside data.validation-column", "Keep one of the two.");
        }
        if (column.isPresent()) {
            return new Validation.Column(column.get());
        }
        OptionalDouble share = data.optionalNumber("validation");
        if (share.isPresent()) {
            if (!(share.getAsDouble() > 0 && share.getAsDouble() < 1)) {
                throw data.error(
                        "validation",
                        "a fraction above 0 and below 1, a path, a generator or none",
                        "Name the share of the training rows to hold out, 0.2 for a fifth.");
            }
            return new Validation.Fraction(share.getAsDouble());
        }
        return text.isPresent() ? new Validation.Apart(text.get()) : new Validation.None();
    }

    private void requireNoShareOfFreshRows(String train) {
        if (FreshData.isNamedBy(train) && validation() instanceof Validation.Fraction) {
            throw data.error(
                    "validation",
                    "a generator or a path beside rows that are drawn anew for every epoch",
                    "Write validation = \"moons?n=2048&seed=9\", for instance.");
        }
    }

    private void requireGenerator(String key) {
        Optional<String> text = data.optionalText(key).filter(GeneratorSpec::isMeantBy);
        if (text.isPresent()) {
            try {
                GeneratorSpec.parse(text.get());
            } catch (DataError e) {
                throw new UserError(
                                ExitCode.USAGE, e.expected(), e.found(), data.where(key) + ", " + e.where(), e.remedy())
                        .causedBy(e);
            }
        }
    }

    private Task task() {
        return switch (data.text("task")) {
            case "classification" -> Task.CLASSIFICATION;
            case "regression" -> Task.REGRESSION;
            case "density" -> Task.DENSITY;
            default -> Task.AUTOMATIC;
        };
    }

    private CsvFormat format() {
        String separator = data.text("separator");
        return new CsvFormat(
                separator.equals("tab") ? '\t' : separator.charAt(0),
                data.truth("header") ? CsvFormat.Header.PRESENT : CsvFormat.Header.ABSENT,
                data.count("skip-lines"),
                data.text("invalid").equals("skip") ? CsvFormat.InvalidRows.SKIP : CsvFormat.InvalidRows.ERROR);
    }
}
