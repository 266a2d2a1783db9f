"""The custody room: devices, volumes, holdings."""
