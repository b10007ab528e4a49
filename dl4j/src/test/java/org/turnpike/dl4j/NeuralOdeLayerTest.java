package org.turnpike.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.turnpike.data.image.ImageShape;
import org.turnpike.field.ConvolutionalField;
import org.turnpike.field.FieldInput;
import org.turnpike.field.MlpField;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

class NeuralOdeLayerTest {

    private static final MlpField FIELD =
            new MlpField(List.of(3), org.turnpike.field.Activation.TANH, Set.of(FieldInput.TIME), Optional.empty());
    private static final SolverSettings FIVE_STEPS = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Count(5));

    private static final SolverSettings TWO_STEPS = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Count(2));

    enum Time {
        FIXED,
        LEARNED;

        NeuralOdeLayer.Builder of(NeuralOdeLayer.Builder layer) {
            return this == LEARNED ? layer.terminalTime(0.7).learnTerminalTime(0.1, 2) : layer.terminalTime(0.7);
        }
    }

    @BeforeEach
    void fixRandomNumbers() {
        Nd4j.getRandom().setSeed(11);
    }

    /** Deeplearning4j's check looks at the type of the whole process. */
    private static boolean inDoublePrecision(BooleanSupplier check) {
        DataType before = Nd4j.defaultFloatingPointType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            return check.getAsBoolean();
        } finally {
            Nd4j.setDefaultDataTypes(before, before);
        }
    }

    @ParameterizedTest
    @EnumSource(Time.class)
    void deeplearning4jsOwnGradientCheckPasses(Time time) {
        NeuralOdeLayer layer =
                time.of(new NeuralOdeLayer.Builder(FIELD).solver(TWO_STEPS)).build();
        MultiLayerNetwork network = network(DataType.DOUBLE, layer);
        // as many rows as fill one tile and begin another
        INDArray x = Nd4j.rand(DataType.DOUBLE, 17, 3);
        assertThat(inDoublePrecision(() -> GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                        .net(network)
                        .input(x)
                        .labels(labels(DataType.DOUBLE, 17))
                        .epsilon(1e-6)
                        .maxRelError(1e-5)
                        .minAbsoluteError(1e-9))))
                .isTrue();
    }

    @Test
    void gradientCheckOfAGraphWithImages() {
        ImageShape state = new ImageShape(2, 3, 3);
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .seed(3)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(5, 5, 1))
                .addLayer(
                        "stem",
                        new ConvolutionLayer.Builder(3, 3)
                                .nOut(2)
                                .convolutionMode(ConvolutionMode.Truncate)
                                .activation(Activation.TANH)
                                .build(),
                        "image")
                .addLayer(
                        "ode",
                        new NeuralOdeLayer.Builder(new ConvolutionalField(state, 1, Set.of(FieldInput.TIME)))
                                .solver(TWO_STEPS)
                                .learnTerminalTime(0.1, 2)
                                .build(),
                        "stem")
                .addVertex("skip", new ElementWiseVertex(ElementWiseVertex.Op.Add), "ode", "stem")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "skip")
                .addLayer("head", head(2), "pool")
                .setOutputs("head")
                .build();
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        assertThat(inDoublePrecision(() -> GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                        .net(network)
                        .inputs(new INDArray[] {Nd4j.rand(DataType.DOUBLE, 4, 1, 5, 5)})
                        .labels(new INDArray[] {labels(DataType.DOUBLE, 4)})
                        .epsilon(1e-6)
                        .maxRelError(1e-4)
                        .minAbsoluteError(1e-8))))
                .isTrue();
    }

    /** dz/dt = a z has z(t_f) = e^{a t_f} z(0). */
    @Test
    void activationsAreTheSolutionAtTheTerminalTime() {
        NeuralOdeLayer layer = new NeuralOdeLayer.Builder(
                        new MlpField(List.of(), org.turnpike.field.Activation.IDENTITY, Set.of(), Optional.empty()))
                .terminalTime(0.5)
                .build();
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(layer)
                .setInputType(InputType.feedForward(2))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.getLayer(0).paramTable().forEach((name, values) -> {
            values.assign(0);
            if (values.columns() == 2) {
                values.putScalar(0, 0, -1.5);
                values.putScalar(1, 1, 0.5);
            }
        });
        INDArray found = network.output(Nd4j.createFromArray(new double[][] {{2, -1}}));
        assertThat(found.getDouble(0, 0)).isCloseTo(2 * Math.exp(-0.75), within(1e-6));
        assertThat(found.getDouble(0, 1)).isCloseTo(-Math.exp(0.25), within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(Time.class)
    void aSavedNetworkComputesTheSame(Time time) throws IOException {
        NeuralOdeLayer layer = time.of(new NeuralOdeLayer.Builder(FIELD).solver(FIVE_STEPS))
                .terminalTimeUpdater(new Sgd(0.01))
                .build();
        MultiLayerNetwork network = network(DataType.FLOAT, layer);
        INDArray x = Nd4j.rand(DataType.FLOAT, 70, 3);
        network.fit(new DataSet(x, labels(DataType.FLOAT, 70)));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork read =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);
        assertThat(read.params()).isEqualTo(network.params());
        assertThat(read.output(x)).isEqualTo(network.output(x));
        assertThat(MultiLayerConfiguration.fromJson(
                        network.getLayerWiseConfigurations().toJson()))
                .isEqualTo(network.getLayerWiseConfigurations());
    }

    @Test
    void trainsWithAStemAndAHeadOfDeeplearning4jAndLearnsItsTime() {
        NeuralOdeLayer layer = new NeuralOdeLayer.Builder(FIELD)
                .solver(FIVE_STEPS)
                .learnTerminalTime(0.2, 1.5)
                .terminalTimeUpdater(new Sgd(0.05))
                .build();
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.02))
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(6)
                        .activation(Activation.TANH)
                        .build())
                .layer(layer)
                .layer(head(2))
                .setInputType(InputType.feedForward(2))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        DataSet rings = rings(200);
        double before = network.score(rings);
        for (int i = 0; i < 150; i++) {
            network.fit(rings);
        }
        assertThat(network.score(rings)).isLessThan(0.3 * before);
        INDArray time = network.getLayer(1).paramTable().get(BlockParameters.TERMINAL_TIME);
        assertThat(time.getDouble(0)).isBetween(0.2, 1.5).isNotEqualTo(1.0);
    }

    @Test
    void singleAndDoublePrecisionAgree() {
        NeuralOdeLayer layer =
                new NeuralOdeLayer.Builder(FIELD).solver(FIVE_STEPS).build();
        MultiLayerNetwork exact = network(DataType.DOUBLE, layer);
        MultiLayerNetwork single = network(DataType.FLOAT, layer);
        single.setParams(exact.params().castTo(DataType.FLOAT));
        INDArray x = Nd4j.rand(DataType.DOUBLE, 130, 3);
        INDArray difference =
                single.output(x.castTo(DataType.FLOAT)).castTo(DataType.DOUBLE).sub(exact.output(x));
        assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-5);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new NeuralOdeLayer.Builder(FIELD).terminalTime(0).build())
                .withMessage("Expected a terminal time above 0, found 0.0. The solve begins at 0.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NeuralOdeLayer.Builder(FIELD)
                        .learnTerminalTime(2, 3)
                        .build())
                .withMessageContainingAll("around 1.0", "found 2.0 to 3.0");
    }

    private static MultiLayerNetwork network(DataType dataType, NeuralOdeLayer layer) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .dataType(dataType)
                .seed(5)
                .updater(dataType == DataType.DOUBLE ? new NoOp() : new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .layer(layer)
                .layer(head(2))
                .setInputType(InputType.feedForward(3))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static OutputLayer head(int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static INDArray labels(DataType dataType, int rows) {
        INDArray labels = Nd4j.zeros(dataType, rows, 2);
        for (int row = 0; row < rows; row++) {
            labels.putScalar(row, row % 2, 1);
        }
        return labels;
    }

    /** Points on circles of radius 0.5 and 1, in turns. */
    private static DataSet rings(int rows) {
        INDArray x = Nd4j.zeros(DataType.FLOAT, rows, 2);
        for (int row = 0; row < rows; row++) {
            double radius = row % 2 == 0 ? 0.5 : 1;
            x.putScalar(row, 0, radius * Math.cos(row));
            x.putScalar(row, 1, radius * Math.sin(row));
        }
        return new DataSet(x, labels(DataType.FLOAT, rows));
    }
}
