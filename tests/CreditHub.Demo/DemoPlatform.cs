using CreditHub.Testing.Platforms;

namespace CreditHub.Demo;

/// <summary>A platform of the config, simulated.</summary>
internal sealed record DemoPlatform(string Name, string Title, FakePlatform Platform);
