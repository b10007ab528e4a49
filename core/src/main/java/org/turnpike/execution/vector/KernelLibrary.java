package org.turnpike.execution.vector;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The generated kernels of this virtual machine for one lane count: each {@link KernelShape} is generated once and kept, so
 * that what the just-in-time compiler did for one program serves all.
 */
final class KernelLibrary {

    private static final Map<Lanes, KernelLibrary> LIBRARIES = new ConcurrentHashMap<>();
    private static final String PACKAGE = "org/turnpike/execution/vector/generated/";

    private final Lanes lanes;
    private final Map<KernelShape, GeneratedKernel> kernels = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Loader loader = new Loader();

    private KernelLibrary(Lanes lanes) {
        this.lanes = lanes;
    }

    static KernelLibrary of(Lanes lanes) {
        return LIBRARIES.computeIfAbsent(lanes, KernelLibrary::new);
    }

    Lanes lanes() {
        return lanes;
    }

    GeneratedKernel kernel(KernelShape shape) {
        return kernels.computeIfAbsent(shape, key -> new GeneratedKernel(key, generate(key)));
    }

    /** Runs every kernel until the just-in-time compiler is done with it; what was done before takes no time. */
    void warmUp() {
        if (lanes != Lanes.ONE) {
            KernelWarmUp.run(kernels.values(), this::generate);
        }
    }

    private Kernel generate(KernelShape shape) {
        String kind = shape.getClass().getSimpleName();
        String name = PACKAGE + kind + count.incrementAndGet() + "Lanes" + lanes.count();
        ClassWriter writer = new FrameWriter();
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, name, null, "java/lang/Object", new String[] {
            Type.getInternalName(Kernel.class)
        });
        MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();
        if (lanes != Lanes.ONE) {
            VectorCode.writeConstants(writer, lanes, name);
        }
        MethodVisitor run = writer.visitMethod(Opcodes.ACC_PUBLIC, "run", "([F[F[F[I[I)V", null, null);
        run.visitCode();
        boolean scalar = lanes == Lanes.ONE || shape instanceof KernelShape.WinogradWeights;
        KernelWriter.write(scalar ? new ScalarCode(run) : new VectorCode(run, lanes, name), shape);
        run.visitInsn(Opcodes.RETURN);
        run.visitMaxs(0, 0);
        run.visitEnd();
        writer.visitEnd();
        Class<?> generated = loader.define(name.replace('/', '.'), writer.toByteArray());
        try {
            return (Kernel) generated.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot instantiate generated kernel " + name + " for " + shape, e);
        }
    }

    /** Locals that merge always have one type here, so no class needs loading to find a common superclass. */
    private static final class FrameWriter extends ClassWriter {
        FrameWriter() {
            super(COMPUTE_MAXS | COMPUTE_FRAMES);
        }

        @Override
        protected String getCommonSuperClass(String first, String second) {
            return "java/lang/Object";
        }
    }

    private static final class Loader extends ClassLoader {
        Loader() {
            super("turnpike-kernels", Kernel.class.getClassLoader());
        }

        Class<?> define(String name, byte[] code) {
            return defineClass(name, code, 0, code.length);
        }
    }
}
