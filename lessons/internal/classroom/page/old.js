// For a browser without ES modules.
document.getElementById("notice").textContent = "This browser is too old to run the program here: open the page in a current Firefox, Chrome, Edge or Safari. The lesson can be read as it is.";
