using System.Reflection;
using System.Runtime.Loader;

namespace CreditHub.Connectors.Databases;

/// <summary>Loads a driver with its own dependencies from its own directory, beside and apart from ours; what the runtime has, the runtime gives.</summary>
internal sealed class DriverContext(string directory, string assembly) : AssemblyLoadContext($"driver {assembly}")
{
    private readonly AssemblyDependencyResolver _resolver = new(Path.Combine(directory, assembly));

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = _resolver.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(directory, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string[] candidates = [_resolver.ResolveUnmanagedDllToPath(unmanagedDllName) ?? "", .. Names(unmanagedDllName).Select(name => Path.Combine(directory, name))];
        return Array.Find(candidates, File.Exists) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
    }

    private static IEnumerable<string> Names(string name) => [name, $"lib{name}.so", $"{name}.so", $"{name}.dll"];
}
