import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;

/** Reflection on Kafka's classes. */
final class Kafka {
    private Kafka() {}

    /** The version that the artifacts report. */
    static String version() throws Exception {
        Class<?> info = firstClass("org.apache.kafka.common.utils.AppInfoParser", "org.apache.kafka.common.utils.internals.AppInfoParser");
        return (String) info.getMethod("getVersion").invoke(null);
    }

    /** The first class that is there. */
    static Class<?> firstClass(String... names) throws ClassNotFoundException {
        for (String name : names) {
            try {
                return Class.forName(name);
            } catch (ClassNotFoundException e) {
                // The next name is the other versions'.
            }
        }
        throw new ClassNotFoundException(String.join(", ", names));
    }

    /** The value of a field, private ones and those of superclasses included. */
    static Object field(Object target, String name) throws Exception {
        for (Class<?> c = target.getClass(); c != null; c = c.getSuperclass()) {
            try {
                Field field = c.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(target);
            } catch (NoSuchFieldException e) {
                // A superclass may have it.
            }
        }
        throw new NoSuchFieldException(name + " in " + target.getClass());
    }

    /** A static field of a class. */
    static Object staticField(Class<?> c, String name) throws Exception {
        Field field = c.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }

    /** The instance of a Scala object. */
    static Object scalaObject(String name) throws Exception {
        return Class.forName(name + "$").getField("MODULE$").get(null);
    }

    /** What a method without parameters gives. */
    static Object call(Object target, String name) throws Exception {
        Method method = target.getClass().getMethod(name);
        method.setAccessible(true);
        return method.invoke(target);
    }

    /** What a method of any visibility gives, the first of its name. */
    static Object openCall(Object target, String name, Object... arguments) throws Exception {
        for (Method method : target.getClass().getDeclaredMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                method.setAccessible(true);
                return method.invoke(target, arguments);
            }
        }
        throw new NoSuchMethodException(name + " in " + target.getClass());
    }

    /** A Scala map as a Java map. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> javaMap(Object map) throws Exception {
        if (map instanceof Map) {
            return (Map<String, Object>) map;
        }
        Class<?> converters = Class.forName("scala.jdk.javaapi.CollectionConverters");
        return (Map<String, Object>) converters.getMethod("asJava", Class.forName("scala.collection.Map")).invoke(null, map);
    }

    /** A Scala sequence as a Java list. */
    static java.util.List<?> javaList(Object seq) throws Exception {
        if (seq instanceof java.util.List) {
            return (java.util.List<?>) seq;
        }
        Class<?> converters = Class.forName("scala.jdk.javaapi.CollectionConverters");
        return (java.util.List<?>) converters.getMethod("asJava", Class.forName("scala.collection.Seq")).invoke(null, seq);
    }

    /** The ConfigDef that an object or class holds, whatever its name there. */
    static Object configDef(Class<?> c, Object target) throws Exception {
        for (Field field : c.getDeclaredFields()) {
            if (field.getType().getName().startsWith("org.apache.kafka.common.config.ConfigDef")
                    || field.getType().getSimpleName().equals("LogConfigDef")) {
                field.setAccessible(true);
                return field.get(target);
            }
        }
        throw new NoSuchFieldException("no ConfigDef in " + c);
    }
}
