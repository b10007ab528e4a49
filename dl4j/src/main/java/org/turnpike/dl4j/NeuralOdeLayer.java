package org.turnpike.dl4j;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.turnpike.field.FieldDesign;
import org.turnpike.model.OdeBlock;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

/**
 * A neural ODE as a layer: its activations are {@code z(t_f)} of {@code dz/dt = f(z, t)}, {@code z(0)} being its input. Vectors and
 * images (NCHW) keep their shape.
 *
 * <p>Gradients are exact ones of the steps that were computed, by every parameter of the field, by the input and, where it is
 * learned, by t_f. A network of {@code DOUBLE} is computed by the reference back-end, any other in single precision by {@code
 * backend}.
 *
 * <pre>{@code
 * new NeuralOdeLayer.Builder(new MlpField(List.of(32), Activation.TANH, Set.of(FieldInput.TIME), Optional.empty()))
 *         .terminalTime(1).learnTerminalTime(0.01, 2).build()
 * }</pre>
 */
public final class NeuralOdeLayer extends FeedForwardLayer {

    private static final long serialVersionUID = 1;

    @JsonProperty("block")
    private String block;

    @JsonProperty("terminalTime")
    private double terminalTime;

    @JsonProperty("lower")
    private double lower;

    @JsonProperty("upper")
    private double upper;

    @JsonProperty("learned")
    private boolean learned;

    @JsonProperty("terminalTimeUpdater")
    private IUpdater terminalTimeUpdater;

    @JsonProperty("backend")
    private String backend;

    /** For Deeplearning4j, which fills it in from a file. */
    NeuralOdeLayer() {}

    private NeuralOdeLayer(Builder builder) {
        super(builder);
        this.block = new OdeBlock(builder.field, builder.solver).toJson();
        this.terminalTime = builder.terminalTime;
        this.lower = builder.lower;
        this.upper = builder.upper;
        this.learned = builder.learned;
        this.terminalTimeUpdater = builder.terminalTimeUpdater;
        this.backend = builder.backend;
    }

    OdeBlock block() {
        return OdeBlock.fromJson(block);
    }

    double terminalTime() {
        return terminalTime;
    }

    boolean learnsTerminalTime() {
        return learned;
    }

    double lower() {
        return lower;
    }

    double upper() {
        return upper;
    }

    String backend() {
        return backend;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initializeParameters,
            DataType dataType) {
        OdeBlockLayer layer = new OdeBlockLayer(configuration, dataType);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initializeParameters));
        layer.setConf(configuration);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return BlockParameters.INSTANCE;
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
        return input;
    }

    @Override
    public void setNIn(InputType input, boolean override) {
        if (nIn <= 0 || override) {
            nIn = input.arrayElementsPerExample();
            nOut = nIn;
        }
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType input) {
        return null;
    }

    @Override
    public IUpdater getUpdaterByParam(String parameter) {
        return terminalTimeUpdater != null && parameter.equals(BlockParameters.TERMINAL_TIME)
                ? terminalTimeUpdater
                : super.getUpdaterByParam(parameter);
    }

    @Override
    public boolean isPretrainParam(String parameter) {
        return false;
    }

    /** Activations, and what the solver keeps: the states of a step for each stage, twice. */
    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        long state = input.arrayElementsPerExample();
        long stages = 2L * block().solver().method().evaluationsPerStep();
        return new LayerMemoryReport.Builder(layerName, NeuralOdeLayer.class, input, input)
                .standardMemory(initializer().numParams(this), 0)
                .workingMemory(0, stages * state, 0, stages * state)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    /** Settings of the layer; t_f is fixed at 1 and RK4 takes ten equal steps, unless told otherwise. */
    public static final class Builder extends FeedForwardLayer.Builder<Builder> {

        private final FieldDesign field;
        private SolverSettings solver = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Count(10));
        private double terminalTime = 1;
        private double lower;
        private double upper;
        private boolean learned;
        private IUpdater terminalTimeUpdater;
        private String backend = "auto";

        /** @param field one that takes no data beside the state and the time, and no noise */
        public Builder(FieldDesign field) {
            this.field = field;
        }

        public Builder solver(SolverSettings settings) {
            this.solver = settings;
            return this;
        }

        /** Where the solve ends; it begins at 0. */
        public Builder terminalTime(double time) {
            this.terminalTime = time;
            return this;
        }

        /** Makes t_f a parameter; after every update it is brought back between the bounds. */
        public Builder learnTerminalTime(double from, double to) {
            this.lower = from;
            this.upper = to;
            this.learned = true;
            return this;
        }

        /** An updater for t_f alone; else it has that of the layer's biases. */
        public Builder terminalTimeUpdater(IUpdater updater) {
            this.terminalTimeUpdater = updater;
            return this;
        }

        /** {@code auto}, {@code vector}, {@code nd4j} or {@code reference}. */
        public Builder backend(String name) {
            this.backend = name;
            return this;
        }

        /** @throws IllegalArgumentException where times or field are not what such a layer can have */
        @Override
        @SuppressWarnings("unchecked")
        public NeuralOdeLayer build() {
            if (!(terminalTime > 0 && Double.isFinite(terminalTime))) {
                throw new IllegalArgumentException(
                        "Expected a terminal time above 0, found " + terminalTime + ". The solve begins at 0.");
            }
            if (learned && !(lower > 0 && lower <= terminalTime && terminalTime <= upper)) {
                throw new IllegalArgumentException("Expected bounds of the terminal time around " + terminalTime
                        + ", above 0, found " + lower + " to " + upper + ".");
            }
            if (field.diffusion().isPresent()) {
                throw new IllegalArgumentException(
                        "Expected a field without noise, found one with it: a layer has to give the same twice.");
            }
            return new NeuralOdeLayer(this);
        }
    }
}
