package org.turnpike.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {

    static Stream<NeuralOde> models() {
        return Stream.of(
                        Stream.of(
                                SampleModels.moons(),
                                SampleModels.elaborate(),
                                SampleModels.stable(),
                                SampleModels.images()),
                        SampleModels.dissipative(),
                        SampleModels.densities(),
                        SampleModels.stochastic())
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("models")
    void readsWhatItWrote(NeuralOde model, @TempDir Path directory) throws IOException {
        ModelFile.of(model).save(directory.resolve("model"));
        NeuralOde read = ModelFile.load(directory.resolve("model"));
        assertThat(read.weights()).containsExactly(model.weights());
        assertThat(read.architecture()).isEqualTo(model.architecture());
        assertThat(read.terminalTime()).isEqualTo(model.terminalTime());
        assertThat(read.solver()).isEqualTo(model.solver());
        assertThat(read.featureNames()).isEqualTo(model.featureNames());
        assertThat(read.outputs()).isEqualTo(model.outputs());
        assertThat(read.standardisation()).isEqualTo(model.standardisation());
        assertThat(ModelFile.of(read).weights())
                .containsExactly(ModelFile.of(model).weights());
        assertThat(ModelFile.of(read).description())
                .containsExactly(ModelFile.of(model).description());
    }

    /** The layout of the format, byte by byte, as another reader takes it. */
    @Test
    void writesSafetensors() {
        NeuralOde model = SampleModels.moons();
        ByteBuffer bytes = ByteBuffer.wrap(ModelFile.of(model).weights()).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.getLong();
        assertThat(length % 8).isZero();
        byte[] header = new byte[(int) length];
        bytes.get(header);
        assertThat(new String(header, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo("{\"__metadata__\":{\"format\":\"turnpike\"},"
                        + "\"field.layer0.weight\":{\"dtype\":\"F32\",\"shape\":[16,2],\"data_offsets\":[0,128]},"
                        + "\"field.layer0.bias\":{\"dtype\":\"F32\",\"shape\":[16],\"data_offsets\":[128,192]},"
                        + "\"field.layer1.weight\":{\"dtype\":\"F32\",\"shape\":[2,16],\"data_offsets\":[192,320]},"
                        + "\"field.layer1.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[320,328]}}");
        float[] weights = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(weights);
        assertThat(weights).containsExactly(model.weights());
    }

    @Test
    void namesATruncatedFile() {
        ModelFile file = ModelFile.of(SampleModels.moons());
        assertThatThrownBy(() -> read(file.description(), cut(file.weights(), 5)))
                .isInstanceOf(ModelError.class)
                .hasMessage(
                        "models/a/weights.safetensors, header length: expected 8 bytes, found 5: the file is truncated."
                                + " Copy the model directory again, or train the model again.");
        assertThatThrownBy(() -> read(file.description(), cut(file.weights(), 100)))
                .hasMessageStartingWith("models/a/weights.safetensors, header: expected")
                .hasMessageContaining("found 92: the file is truncated");
        assertThatThrownBy(() -> read(file.description(), cut(file.weights(), file.weights().length - 1)))
                .hasMessageStartingWith(
                        "models/a/weights.safetensors, tensors: expected 328 bytes, found 327: the file is truncated");
        assertThatThrownBy(() -> read(cut(file.description(), 40), file.weights()))
                .isInstanceOf(ModelError.class)
                .hasMessageStartingWith("models/a/model.json: expected JSON, found Unexpected end-of-input");
        assertThatThrownBy(() -> read(new byte[0], file.weights()))
                .hasMessageStartingWith("models/a/model.json: expected a JSON object, found");
    }

    @Test
    void namesAForeignFile() {
        ModelFile file = ModelFile.of(SampleModels.moons());
        byte[] text = "The quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(file.description(), text))
                .hasMessageStartingWith(
                        "models/a/weights.safetensors, header length: expected 2 to 16777216 bytes, found ")
                .hasMessageContaining("This is no safetensors file of Turnpike.");
        assertThatThrownBy(() -> read(text, file.weights()))
                .hasMessageStartingWith("models/a/model.json: expected JSON, found Unrecognized token 'The'");
        assertThatThrownBy(() -> read("{\"a\": 1}".getBytes(StandardCharsets.UTF_8), file.weights()))
                .hasMessage("models/a/model.json: expected the format 'turnpike-model', found none. This is no model of"
                        + " Turnpike's; name a model directory.");
    }

    @Test
    void namesALaterVersionAndAnUnknownKey() {
        ModelFile file = ModelFile.of(SampleModels.moons());
        assertThatThrownBy(
                        () -> read(replaced(file.description(), "\"version\" : 1", "\"version\" : 2"), file.weights()))
                .hasMessage("models/a/model.json: expected version 1, found 2. Use the release that wrote the model.");
        assertThatThrownBy(() -> read(replaced(file.description(), "\"t0\" :", "\"t1\" : 3, \"t0\" :"), file.weights()))
                .hasMessageStartingWith("models/a/model.json, 'terminalTime': expected the keys")
                .hasMessageContaining("found also [t1]");
    }

    @Test
    void namesTheWeightsOfAnotherArchitecture() {
        ModelFile moons = ModelFile.of(SampleModels.moons());
        ModelFile stable = ModelFile.of(SampleModels.stable());
        assertThatThrownBy(() -> read(moons.description(), stable.weights()))
                .hasMessageStartingWith("models/a/weights.safetensors: expected the tensors [field.layer0.bias,")
                .hasMessageContaining("found [energy.layer0.bias,")
                .hasMessageContaining("These are the weights of another architecture.");
    }

    @Test
    void namesAWrongTypeOrShape() {
        ModelFile file = ModelFile.of(SampleModels.moons());
        assertThatThrownBy(() -> read(file.description(), replaced(file.weights(), "F32", "F64")))
                .hasMessageStartingWith(
                        "models/a/weights.safetensors, tensor 'field.layer0.weight', dtype: expected \"F32\","
                                + " found \"F64\".");
        assertThatThrownBy(() -> read(file.description(), replaced(file.weights(), "[16,2]", "[2,16]")))
                .hasMessageStartingWith(
                        "models/a/weights.safetensors, tensor 'field.layer0.weight', shape: expected [16,2], found [2,16].");
        assertThatThrownBy(() -> read(file.description(), replaced(file.weights(), "[0,128]", "[8,136]")))
                .hasMessageContaining("data_offsets: expected [0,128], found [8,136].");
    }

    @Test
    void findsAFlippedBitAndTheWeightsOfAnotherModel() {
        NeuralOde model = SampleModels.moons();
        ModelFile file = ModelFile.of(model);
        byte[] flipped = file.weights().clone();
        flipped[flipped.length - 3] ^= 4;
        assertThatThrownBy(() -> read(file.description(), flipped))
                .hasMessageStartingWith("models/a/weights.safetensors: expected the SHA-256 ")
                .hasMessageContaining("The file is damaged or belongs to another model.");
        float[] other = model.weights();
        other[0]++;
        ModelFile another = ModelFile.of(model.with(other, model.terminalTime()));
        assertThatThrownBy(() -> read(file.description(), another.weights()))
                .hasMessageContaining("belongs to another model");
    }

    @Test
    void namesValuesThatMakeNoSense() {
        ModelFile file = ModelFile.of(SampleModels.elaborate());
        assertThatThrownBy(
                        () -> read(replaced(file.description(), "\"upper\" : 1.9", "\"upper\" : 0.1"), file.weights()))
                .hasMessageStartingWith(
                        "models/a/model.json, 'terminalTime': expected values that make sense together, found"
                                + " these: The bounds of the terminal time must satisfy t0 < lower ≤ upper");
        assertThatThrownBy(() -> read(replaced(file.description(), "\"elu\"", "\"elo\""), file.weights()))
                .hasMessageStartingWith(
                        "models/a/model.json, 'architecture', 'field', 'activation': expected one of [identity, tanh,")
                .hasMessageContaining("found 'elo'");
        assertThatThrownBy(() -> read(
                        replaced(file.description(), "\"projected\" : 4", "\"projected\" : \"4\""), file.weights()))
                .hasMessageStartingWith(
                        "models/a/model.json, 'architecture', 'projected': expected an integer, found \"4\".");
        assertThatThrownBy(() -> read(replaced(file.description(), "[ 3.0, 0.1", "[ 0.0, 0.1"), file.weights()))
                .hasMessageStartingWith(
                        "models/a/model.json, 'standardisation': expected a finite mean and a finite scale");
        assertThatThrownBy(() ->
                        read(replaced(file.description(), "[ \"price\", \"rent\" ]", "[ \"price\" ]"), file.weights()))
                .hasMessageStartingWith("models/a/model.json: expected parts that fit each other, found these: The"
                        + " architecture has 2 outputs, found 1.");
    }

    @Test
    void namesWhatIsWrongInsideAField() {
        ModelFile diagonal = ModelFile.of(SampleModels.dissipative().findFirst().orElseThrow());
        assertThatThrownBy(
                        () -> read(replaced(diagonal.description(), "\"diagonal\"", "\"round\""), diagonal.weights()))
                .hasMessageStartingWith(
                        "models/a/model.json, 'architecture', 'field', 'matrix', 'kind': expected one of"
                                + " [diagonal, full, state-dependent], found 'round'");
        assertThatThrownBy(() -> read(
                        replaced(diagonal.description(), "\"margin\" : 0.001", "\"margin\" : 0"), diagonal.weights()))
                .hasMessageStartingWith("models/a/model.json, 'architecture', 'field': expected values that make sense"
                        + " together, found these: The margin by which A + Aᵀ is negative definite must be a finite"
                        + " number above 0, found 0.0.");
        assertThatThrownBy(() -> read(replaced(diagonal.description(), "\"sine\"", "\"relu\""), diagonal.weights()))
                .hasMessageStartingWith("models/a/model.json, 'architecture', 'field', 'energy': expected")
                .hasMessageContaining("must be infinitely differentiable, found the activation RELU");
    }

    @Test
    void spendsNoMemoryOnSizesThatTheFileDoesNotHave() {
        ModelFile file = ModelFile.of(SampleModels.moons());
        assertThatThrownBy(() -> read(
                        replaced(file.description(), "\"hidden\" : [ 16 ]", "\"hidden\" : [ 300000000 ]"),
                        file.weights()))
                .hasMessageStartingWith(
                        "models/a/model.json, 'architecture': expected at most 2^29 weights, found more.");
        assertThatThrownBy(() -> read(
                        replaced(file.description(), "\"hidden\" : [ 16 ]", "\"hidden\" : [ 90000000 ]"),
                        file.weights()))
                .hasMessageContaining("tensor 'field.layer0.weight', shape: expected [90000000,2], found [16,2]");
    }

    /** Whatever is damaged, the answer is a message or a model, never another exception or a huge array. */
    @Test
    void survivesRandomDamage() {
        ModelFile file = ModelFile.of(SampleModels.moons());
        Random random = new Random(21);
        for (int draw = 0; draw < 3000; draw++) {
            byte[] description = file.description().clone();
            byte[] weights = file.weights().clone();
            byte[] victim = draw % 2 == 0 ? description : weights;
            victim[random.nextInt(victim.length)] = (byte) random.nextInt();
            try {
                read(description, weights);
            } catch (ModelError expected) {
                assertThat(expected).as("draw %s", draw).hasMessageContaining("expected");
            }
        }
    }

    private static NeuralOde read(byte[] description, byte[] weights) {
        try {
            return ModelFile.read(new ByteArrayInputStream(description), new ByteArrayInputStream(weights), "models/a");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    /** The first occurrence of a text replaced by one that leaves the rest where it is, if of equal length. */
    private static byte[] replaced(byte[] bytes, String text, String by) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(all).contains(text);
        return all.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(by))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
