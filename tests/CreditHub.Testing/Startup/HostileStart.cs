using System.Runtime.CompilerServices;

namespace CreditHub.Testing;

/// <summary>Compiled into every test assembly: runs before its first line.</summary>
internal static class HostileStart
{
    [ModuleInitializer]
    internal static void Run() => TestCulture.BeHostile();
}
