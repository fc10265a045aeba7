<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About GANimation Desktop</source>
        <translation>Über GANimation Desktop</translation>
    </message>
    <message>
        <source>Astronaut Eileen Collins, official NASA portrait, in the public domain. NASA does not endorse this program.</source>
        <translation>Astronautin Eileen Collins, offizielles NASA-Porträt, gemeinfrei. Die NASA empfiehlt dieses Programm nicht.</translation>
    </message>
    <message>
        <source>Changes the expression on a photo by moving 17 Action Units of the Facial Action Coding System, and shows where the network edits and what it paints.</source>
        <translation>Ändert den Gesichtsausdruck auf einem Foto mit 17 Action Units des Facial Action Coding System und zeigt, wo das Netz eingreift und was es malt.</translation>
    </message>
    <message>
        <source>Demo portrait</source>
        <translation>Beispielporträt</translation>
    </message>
    <message>
        <source>Everything runs on this computer. The program never connects to a network.</source>
        <translation>Alles geschieht auf diesem Rechner. Das Programm verbindet sich nie mit einem Netzwerk.</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotheken</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Licence of the program</source>
        <translation>Lizenz des Programms</translation>
    </message>
    <message>
        <source>MIT licence. Free to use, change and share.</source>
        <translation>MIT-Lizenz. Darf frei benutzt, geändert und weitergegeben werden.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>No model was found.</source>
        <translation>Es wurde kein Modell gefunden.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>{kind}, {architecture}. Licence: {licence}</source>
        <translation>{kind}, {architecture}. Lizenz: {licence}</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100 %</translation>
    </message>
    <message>
        <source>&amp;About GANimation Desktop</source>
        <translation>Ü&amp;ber GANimation Desktop</translation>
    </message>
    <message>
        <source>&amp;Apply to all faces</source>
        <translation>Auf &amp;alle Gesichter anwenden</translation>
    </message>
    <message>
        <source>&amp;Batch…</source>
        <translation>&amp;Stapel…</translation>
    </message>
    <message>
        <source>&amp;Before</source>
        <translation>&amp;Vorher</translation>
    </message>
    <message>
        <source>&amp;Close video</source>
        <translation>Video &amp;schließen</translation>
    </message>
    <message>
        <source>&amp;Copy expression</source>
        <translation>Ausdruck &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy result</source>
        <translation>Ergebnis &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Delete keyframe</source>
        <translation>Keyframe &amp;löschen</translation>
    </message>
    <message>
        <source>&amp;Drive the photo</source>
        <translation>Foto &amp;bewegen</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>&amp;Einpassen</translation>
    </message>
    <message>
        <source>&amp;Heat map</source>
        <translation>&amp;Wärmebild</translation>
    </message>
    <message>
        <source>&amp;Information</source>
        <translation>&amp;Angaben</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;Live camera</source>
        <translation>&amp;Live-Kamera</translation>
    </message>
    <message>
        <source>&amp;Make result the new source</source>
        <translation>Ergebnis zur neuen &amp;Quelle machen</translation>
    </message>
    <message>
        <source>&amp;Mirror the preview</source>
        <translation>Vorschau &amp;spiegeln</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>&amp;Next keyframe</source>
        <translation>&amp;Nächster Keyframe</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Öffnen…</translation>
    </message>
    <message>
        <source>&amp;Over and over</source>
        <translation>Immer &amp;wieder</translation>
    </message>
    <message>
        <source>&amp;Paste expression</source>
        <translation>Ausdruck &amp;einfügen</translation>
    </message>
    <message>
        <source>&amp;Paste picture</source>
        <translation>Bild e&amp;infügen</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>Ab&amp;spielen</translation>
    </message>
    <message>
        <source>&amp;Quick export</source>
        <translation>&amp;Schnell exportieren</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Restore layout</source>
        <translation>Anordnung zurück&amp;setzen</translation>
    </message>
    <message>
        <source>&amp;Save as preset…</source>
        <translation>Als Vorlage &amp;sichern…</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Snapshot</source>
        <translation>S&amp;chnappschuss</translation>
    </message>
    <message>
        <source>&amp;Split before | after</source>
        <translation>&amp;Teilen: vorher | nachher</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Virtual camera</source>
        <translation>&amp;Virtuelle Kamera</translation>
    </message>
    <message>
        <source>&amp;Whole video</source>
        <translation>Ganzes &amp;Video</translation>
    </message>
    <message>
        <source>A line between before and after</source>
        <translation>Eine Linie zwischen vorher und nachher</translation>
    </message>
    <message>
        <source>A video or picture stands in for a camera, over and over</source>
        <translation>Ein Video oder Bild steht immer wieder für eine Kamera</translation>
    </message>
    <message>
        <source>Add &amp;keyframe</source>
        <translation>&amp;Keyframe hinzufügen</translation>
    </message>
    <message>
        <source>All Action Units to 0: a neutral face</source>
        <translation>Alle Action Units auf 0: ein neutrales Gesicht</translation>
    </message>
    <message>
        <source>An&amp;imate photo…</source>
        <translation>Foto an&amp;imieren…</translation>
    </message>
    <message>
        <source>Back to the expression in the photo</source>
        <translation>Zurück zum Ausdruck auf dem Foto</translation>
    </message>
    <message>
        <source>Choose what to save, where and in which format</source>
        <translation>Wählen, was wo und in welchem Format gesichert wird</translation>
    </message>
    <message>
        <source>Copy the edited picture to the clipboard</source>
        <translation>Das bearbeitete Bild in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Copy this face's Action Units to the clipboard</source>
        <translation>Die Action Units dieses Gesichts in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Delete &amp;all keyframes</source>
        <translation>&amp;Alle Keyframes löschen</translation>
    </message>
    <message>
        <source>Delete the keyframe of this moment</source>
        <translation>Den Keyframe dieses Augenblicks löschen</translation>
    </message>
    <message>
        <source>Draw another plausible expression</source>
        <translation>Einen anderen glaubhaften Ausdruck auslosen</translation>
    </message>
    <message>
        <source>E&amp;xport video…</source>
        <translation>Video e&amp;xportieren…</translation>
    </message>
    <message>
        <source>Edit every frame and write a new video</source>
        <translation>Jedes Bild bearbeiten und ein neues Video schreiben</translation>
    </message>
    <message>
        <source>Expression from a &amp;photo…</source>
        <translation>Ausdruck von einem &amp;Foto…</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Face at &amp;rest</source>
        <translation>Gesicht in &amp;Ruhe</translation>
    </message>
    <message>
        <source>Face at &amp;rest here</source>
        <translation>Gesicht hier in &amp;Ruhe</translation>
    </message>
    <message>
        <source>Face b&amp;oxes</source>
        <translation>&amp;Gesichtsrahmen</translation>
    </message>
    <message>
        <source>Facts about the photo and the edit</source>
        <translation>Angaben zum Foto und zur Bearbeitung</translation>
    </message>
    <message>
        <source>Free&amp;ze</source>
        <translation>Bild an&amp;halten</translation>
    </message>
    <message>
        <source>Give every face the expression of this one</source>
        <translation>Jedem Gesicht den Ausdruck von diesem geben</translation>
    </message>
    <message>
        <source>Give many photos this expression</source>
        <translation>Vielen Fotos diesen Ausdruck geben</translation>
    </message>
    <message>
        <source>Give this face the Action Units on the clipboard</source>
        <translation>Diesem Gesicht die Action Units aus der Zwischenablage geben</translation>
    </message>
    <message>
        <source>Give this face the expression of another photo</source>
        <translation>Diesem Gesicht den Ausdruck eines anderen Fotos geben</translation>
    </message>
    <message>
        <source>Go back to the photo</source>
        <translation>Zurück zum Foto</translation>
    </message>
    <message>
        <source>Go on from the result, its expression as detected</source>
        <translation>Vom Ergebnis aus weitermachen, sein Ausdruck gilt als erkannt</translation>
    </message>
    <message>
        <source>Hold to see the photo as it was</source>
        <translation>Halten, um das Foto zu sehen, wie es war</translation>
    </message>
    <message>
        <source>Keep the expression of the sliders for this moment</source>
        <translation>Den Ausdruck der Regler für diesen Augenblick festhalten</translation>
    </message>
    <message>
        <source>Keep the keyframes in a file beside the video</source>
        <translation>Die Keyframes in einer Datei neben dem Video aufheben</translation>
    </message>
    <message>
        <source>Keep this expression as a preset</source>
        <translation>Diesen Ausdruck als Vorlage behalten</translation>
    </message>
    <message>
        <source>Learn how the face looks at rest: keep it relaxed for a second</source>
        <translation>Lernt, wie das Gesicht in Ruhe aussieht: eine Sekunde lang entspannt bleiben</translation>
    </message>
    <message>
        <source>Let the photo move: GIF, APNG, WebP or video</source>
        <translation>Das Foto bewegen: GIF, APNG, WebP oder Video</translation>
    </message>
    <message>
        <source>List, choose and import models</source>
        <translation>Modelle auflisten, wählen und importieren</translation>
    </message>
    <message>
        <source>Ne&amp;xt face</source>
        <translation>&amp;Nächstes Gesicht</translation>
    </message>
    <message>
        <source>One frame &amp;back</source>
        <translation>Ein Bild &amp;zurück</translation>
    </message>
    <message>
        <source>One frame &amp;on</source>
        <translation>Ein Bild &amp;weiter</translation>
    </message>
    <message>
        <source>One photo pixel on one screen pixel</source>
        <translation>Ein Bildpunkt des Fotos auf einem des Schirms</translation>
    </message>
    <message>
        <source>Open &amp;folder as camera…</source>
        <translation>&amp;Ordner als Kamera öffnen…</translation>
    </message>
    <message>
        <source>Open a photo or an edit recipe</source>
        <translation>Ein Foto oder ein Bearbeitungsrezept öffnen</translation>
    </message>
    <message>
        <source>Open as &amp;camera…</source>
        <translation>Als &amp;Kamera öffnen…</translation>
    </message>
    <message>
        <source>Open keyframes…</source>
        <translation>Keyframes öffnen…</translation>
    </message>
    <message>
        <source>Open the &amp;demo portrait</source>
        <translation>&amp;Beispielporträt öffnen</translation>
    </message>
    <message>
        <source>Open the picture on the clipboard</source>
        <translation>Das Bild aus der Zwischenablage öffnen</translation>
    </message>
    <message>
        <source>Open the portrait that comes with the program</source>
        <translation>Das Porträt öffnen, das dem Programm beiliegt</translation>
    </message>
    <message>
        <source>Other programs can choose the result as a camera</source>
        <translation>Andere Programme können das Ergebnis als Kamera wählen</translation>
    </message>
    <message>
        <source>Outline the faces that were found</source>
        <translation>Die gefundenen Gesichter umrahmen</translation>
    </message>
    <message>
        <source>P&amp;revious keyframe</source>
        <translation>Vo&amp;riger Keyframe</translation>
    </message>
    <message>
        <source>Part &amp;ends here</source>
        <translation>Abschnitt &amp;endet hier</translation>
    </message>
    <message>
        <source>Part begins &amp;here</source>
        <translation>Abschnitt &amp;beginnt hier</translation>
    </message>
    <message>
        <source>Play and export from this moment on</source>
        <translation>Von hier an abspielen und exportieren</translation>
    </message>
    <message>
        <source>Play and export the whole video again</source>
        <translation>Wieder das ganze Video abspielen und exportieren</translation>
    </message>
    <message>
        <source>Play and export up to this moment</source>
        <translation>Bis hierher abspielen und exportieren</translation>
    </message>
    <message>
        <source>Play the video, or stop it</source>
        <translation>Das Video abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Play the video, or the chosen part, over and over</source>
        <translation>Das Video oder den gewählten Abschnitt immer wieder abspielen</translation>
    </message>
    <message>
        <source>Preset {number}</source>
        <translation>Vorlage {number}</translation>
    </message>
    <message>
        <source>Put every panel back to where it was at first</source>
        <translation>Jede Leiste dorthin zurücksetzen, wo sie anfangs war</translation>
    </message>
    <message>
        <source>Ra&amp;ndomize</source>
        <translation>&amp;Zufall</translation>
    </message>
    <message>
        <source>Re&amp;cord</source>
        <translation>&amp;Aufnehmen</translation>
    </message>
    <message>
        <source>Record s&amp;ound</source>
        <translation>&amp;Ton aufnehmen</translation>
    </message>
    <message>
        <source>Record the result as MP4</source>
        <translation>Nimmt das Ergebnis als MP4 auf</translation>
    </message>
    <message>
        <source>Recordings have the sound of the microphone</source>
        <translation>Aufnahmen haben den Ton des Mikrofons</translation>
    </message>
    <message>
        <source>Reset to &amp;detected</source>
        <translation>Auf &amp;erkannt zurücksetzen</translation>
    </message>
    <message>
        <source>Reset to &amp;neutral</source>
        <translation>Auf &amp;neutral setzen</translation>
    </message>
    <message>
        <source>Save keyframes…</source>
        <translation>Keyframes sichern…</translation>
    </message>
    <message>
        <source>Save the picture of now as a new file</source>
        <translation>Speichert das Bild dieses Augenblicks als neue Datei</translation>
    </message>
    <message>
        <source>Save the result beside the photo as a new file</source>
        <translation>Das Ergebnis als neue Datei neben dem Foto sichern</translation>
    </message>
    <message>
        <source>Select the next face</source>
        <translation>Das nächste Gesicht auswählen</translation>
    </message>
    <message>
        <source>Show a camera with the expression of the sliders</source>
        <translation>Zeigt eine Kamera mit dem Ausdruck der Regler</translation>
    </message>
    <message>
        <source>Show a mirror image; what is saved or sent is not mirrored</source>
        <translation>Zeigt ein Spiegelbild; was gespeichert oder gesendet wird, ist nicht gespiegelt</translation>
    </message>
    <message>
        <source>Show on the photo where it is edited</source>
        <translation>Auf dem Foto zeigen, wo es bearbeitet ist</translation>
    </message>
    <message>
        <source>Show the whole photo</source>
        <translation>Das ganze Foto zeigen</translation>
    </message>
    <message>
        <source>Stop at the frame before</source>
        <translation>Beim vorigen Bild anhalten</translation>
    </message>
    <message>
        <source>Stop at the next frame</source>
        <translation>Beim nächsten Bild anhalten</translation>
    </message>
    <message>
        <source>Stop the picture; the sliders go on working</source>
        <translation>Hält das Bild an; die Regler wirken weiter</translation>
    </message>
    <message>
        <source>Take keyframes, or an AU table of OpenFace, from a file</source>
        <translation>Keyframes oder eine AU-Tabelle von OpenFace aus einer Datei nehmen</translation>
    </message>
    <message>
        <source>The model that came with the program</source>
        <translation>Das Modell, das dem Programm beiliegt</translation>
    </message>
    <message>
        <source>The pictures of a folder stand in for a camera</source>
        <translation>Die Bilder eines Ordners stehen für eine Kamera</translation>
    </message>
    <message>
        <source>Use the &amp;default model</source>
        <translation>&amp;Standardmodell verwenden</translation>
    </message>
    <message>
        <source>What the face shows in this frame is what it shows at rest</source>
        <translation>Was das Gesicht in diesem Bild zeigt, zeigt es in Ruhe</translation>
    </message>
    <message>
        <source>Your face before the camera moves the face on the photo</source>
        <translation>Ihr Gesicht vor der Kamera bewegt das Gesicht auf dem Foto</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>&amp;Train a model…</source>
        <translation>Modell &amp;trainieren…</translation>
    </message>
    <message>
        <source>Learn from your own pictures, and watch it</source>
        <translation>Aus eigenen Bildern lernen und dabei zusehen</translation>
    </message>
</context>
<context>
    <name>AnimationDialog</name>
    <message>
        <source>Animate photo</source>
        <translation>Foto animieren</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>Es geht los…</translation>
    </message>
    <message>
        <source>Cancelled; nothing was written.</source>
        <translation>Abgebrochen; nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
    <message>
        <source>Making the preview…</source>
        <translation>Vorschau entsteht…</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Preview, smaller and with fewer pictures than the file</source>
        <translation>Vorschau, kleiner und mit weniger Bildern als die Datei</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Saved {file}</source>
        <translation>{file} gespeichert</translation>
    </message>
    <message>
        <source>{done} of {count} pictures</source>
        <translation>{done} von {count} Bildern</translation>
    </message>
</context>
<context>
    <name>AnimationForm</name>
    <message>
        <source>A photo that is smaller is not enlarged.</source>
        <translation>Ein kleineres Foto wird nicht vergrößert.</translation>
    </message>
    <message>
        <source>Along keyframes or an AU table</source>
        <translation>Entlang von Keyframes oder einer AU-Tabelle</translation>
    </message>
    <message>
        <source>Animate photo</source>
        <translation>Foto animieren</translation>
    </message>
    <message>
        <source>Animations ({patterns})</source>
        <translation>Animationen ({patterns})</translation>
    </message>
    <message>
        <source>As in the photo</source>
        <translation>Wie auf dem Foto</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>Checked presets, from top to bottom; drag them into another order.</source>
        <translation>Die angehakten Vorlagen von oben nach unten; die Reihenfolge lässt sich durch Ziehen ändern.</translation>
    </message>
    <message>
        <source>Choose a file with keyframes or AUs</source>
        <translation>Datei mit Keyframes oder AUs wählen</translation>
    </message>
    <message>
        <source>Choose a file with keyframes or AUs.</source>
        <translation>Wählen Sie eine Datei mit Keyframes oder AUs.</translation>
    </message>
    <message>
        <source>Choose at least one preset.</source>
        <translation>Wählen Sie mindestens eine Vorlage.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File of the way</source>
        <translation>Datei des Wegs</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Give the file a name.</source>
        <translation>Geben Sie der Datei einen Namen.</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Halten</translation>
    </message>
    <message>
        <source>Keyframes and AU tables (*.json *.csv)</source>
        <translation>Keyframes und AU-Tabellen (*.json *.csv)</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Longest side</source>
        <translation>Längste Seite</translation>
    </message>
    <message>
        <source>Neutral</source>
        <translation>Neutral</translation>
    </message>
    <message>
        <source>Open keyframes</source>
        <translation>Keyframes öffnen</translation>
    </message>
    <message>
        <source>Pictures per second</source>
        <translation>Bilder je Sekunde</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Presets to go through</source>
        <translation>Vorlagen auf dem Weg</translation>
    </message>
    <message>
        <source>Replace the file that is there</source>
        <translation>Vorhandene Datei ersetzen</translation>
    </message>
    <message>
        <source>The expression cannot be held longer than everything lasts.</source>
        <translation>Der Ausdruck kann nicht länger gehalten werden, als alles dauert.</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist.</source>
        <translation>Den Ordner {folder} gibt es nicht.</translation>
    </message>
    <message>
        <source>The name must end in {endings}.</source>
        <translation>Der Name muss auf {endings} enden.</translation>
    </message>
    <message>
        <source>Through presets and back</source>
        <translation>Durch Vorlagen und zurück</translation>
    </message>
    <message>
        <source>To the expression of the sliders and back</source>
        <translation>Zum Ausdruck der Regler und zurück</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>at</source>
        <translation>mit</translation>
    </message>
    <message>
        <source>pictures a second</source>
        <translation>Bildern je Sekunde</translation>
    </message>
    <message>
        <source>{file} exists already: give another name, or replace it.</source>
        <translation>{file} gibt es schon: anderen Namen wählen oder ersetzen.</translation>
    </message>
    <message numerus="yes">
        <source>{file}, %n keyframe(s)</source>
        <translation>
            <numerusform>{file}, %n Keyframe</numerusform>
            <numerusform>{file}, %n Keyframes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AuGroup</name>
    <message>
        <source>Hide the sliders</source>
        <translation>Regler verbergen</translation>
    </message>
    <message>
        <source>Reset {group} to detected</source>
        <translation>{group} auf erkannt zurücksetzen</translation>
    </message>
    <message>
        <source>Show the sliders</source>
        <translation>Regler zeigen</translation>
    </message>
    <message>
        <source>{group} ({n} changed)</source>
        <translation>{group} ({n} geändert)</translation>
    </message>
</context>
<context>
    <name>AuPanel</name>
    <message>
        <source>Reset {group}</source>
        <translation>{group} zurücksetzen</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
</context>
<context>
    <name>AuPanelHeader</name>
    <message>
        <source>A random but plausible expression, at the strength set above</source>
        <translation>Ein zufälliger, aber glaubhafter Ausdruck in der oben gewählten Stärke</translation>
    </message>
    <message>
        <source>How much of the expression is applied: 0 % is the face as it was found. Works for presets and random ones, too.</source>
        <translation>Wie viel vom Ausdruck angewandt wird: 0 % ist das Gesicht, wie es gefunden wurde. Gilt auch für Vorlagen und Zufall.</translation>
    </message>
    <message>
        <source>Randomize</source>
        <translation>Zufall</translation>
    </message>
    <message>
        <source>Reset every slider to the value detected in the photo</source>
        <translation>Jeden Regler auf den im Foto erkannten Wert zurücksetzen</translation>
    </message>
    <message>
        <source>Reset to detected</source>
        <translation>Auf erkannt zurücksetzen</translation>
    </message>
    <message>
        <source>Reset to neutral</source>
        <translation>Auf neutral setzen</translation>
    </message>
    <message>
        <source>Seed of the random expression</source>
        <translation>Startzahl des zufälligen Ausdrucks</translation>
    </message>
    <message>
        <source>Set every slider to 0: a relaxed face</source>
        <translation>Jeden Regler auf 0 setzen: ein entspanntes Gesicht</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>The same seed gives the same expression: type one and press Enter</source>
        <translation>Gleiche Startzahl, gleicher Ausdruck: eine eintippen und Eingabe drücken</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>AuRow</name>
    <message>
        <source>Back to detected ({value})</source>
        <translation>Zurück auf erkannt ({value})</translation>
    </message>
    <message>
        <source>Detected: {value}. Double-click or Delete brings it back.</source>
        <translation>Erkannt: {value}. Doppelklick oder Entf führt dorthin zurück.</translation>
    </message>
    <message>
        <source>Set to {value}</source>
        <translation>Auf {value} setzen</translation>
    </message>
    <message>
        <source>{title}, value</source>
        <translation>{title}, Wert</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>, cancelled</source>
        <translation>, abgebrochen</translation>
    </message>
    <message>
        <source>, {count} failed</source>
        <translation>, {count} fehlgeschlagen</translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Add photos, or drop them here.</source>
        <translation>Fügen Sie Fotos hinzu oder legen Sie sie hier ab.</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>Fotos hinzufügen…</translation>
    </message>
    <message>
        <source>Apply to</source>
        <translation>Anwenden auf</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Ending after this photo…</source>
        <translation>Endet nach diesem Foto…</translation>
    </message>
    <message>
        <source>Every photo gets the expression of the selected face. Results are new files; no photo is changed.</source>
        <translation>Jedes Foto erhält den Ausdruck des ausgewählten Gesichts. Die Ergebnisse sind neue Dateien; kein Foto wird geändert.</translation>
    </message>
    <message>
        <source>Folder of the results</source>
        <translation>Ordner der Ergebnisse</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>Fotos ({patterns})</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist.</source>
        <translation>Den Ordner {folder} gibt es nicht.</translation>
    </message>
    <message>
        <source>Which faces</source>
        <translation>Welche Gesichter</translation>
    </message>
    <message>
        <source>all faces</source>
        <translation>alle Gesichter</translation>
    </message>
    <message>
        <source>beside each photo</source>
        <translation>neben jedem Foto</translation>
    </message>
    <message>
        <source>failed: {reason}</source>
        <translation>fehlgeschlagen: {reason}</translation>
    </message>
    <message>
        <source>largest face</source>
        <translation>größtes Gesicht</translation>
    </message>
    <message>
        <source>not done</source>
        <translation>nicht bearbeitet</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>{done} of {count}, about {seconds} s left</source>
        <translation>{done} von {count}, noch etwa {seconds} s</translation>
    </message>
    <message>
        <source>{written} of {count} photos written</source>
        <translation>{written} von {count} Fotos geschrieben</translation>
    </message>
</context>
<context>
    <name>CameraChooser</name>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>No camera is connected. A video can stand in for one: Camera &gt; Open as camera.</source>
        <translation>Keine Kamera ist angeschlossen. Ein Video kann eine ersetzen: Kamera &gt; Als Kamera öffnen.</translation>
    </message>
    <message>
        <source>Open a folder of pictures as camera</source>
        <translation>Einen Ordner mit Bildern als Kamera öffnen</translation>
    </message>
    <message>
        <source>Open as camera</source>
        <translation>Als Kamera öffnen</translation>
    </message>
    <message>
        <source>Videos and pictures ({patterns})</source>
        <translation>Videos und Bilder ({patterns})</translation>
    </message>
</context>
<context>
    <name>CameraMenu</name>
    <message>
        <source>&amp;Frame rate</source>
        <translation>&amp;Bildrate</translation>
    </message>
    <message>
        <source>&amp;Resolution</source>
        <translation>&amp;Auflösung</translation>
    </message>
    <message>
        <source>As the camera likes</source>
        <translation>Wie die Kamera möchte</translation>
    </message>
    <message>
        <source>At most {rate} per second</source>
        <translation>Höchstens {rate} pro Sekunde</translation>
    </message>
    <message>
        <source>No camera is connected</source>
        <translation>Keine Kamera ist angeschlossen</translation>
    </message>
</context>
<context>
    <name>Cameras</name>
    <message>
        <source>Camera {number}</source>
        <translation>Kamera {number}</translation>
    </message>
    <message>
        <source>Cameras cannot be listed by name here ({reason}); try them by number.</source>
        <translation>Kameras lassen sich hier nicht mit Namen auflisten ({reason}); probieren Sie sie nach Nummer.</translation>
    </message>
    <message>
        <source>camera “{name}”</source>
        <translation>Kamera „{name}“</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Face {number}: click to edit it</source>
        <translation>Gesicht {number}: zum Bearbeiten klicken</translation>
    </message>
</context>
<context>
    <name>CanvasDisplay</name>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
</context>
<context>
    <name>CanvasPresenter</name>
    <message>
        <source>Drop one here, paste one, or choose a file.</source>
        <translation>Legen Sie eines hier ab, fügen Sie eines ein oder wählen Sie eine Datei.</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation>Gesichter werden gesucht…</translation>
    </message>
    <message>
        <source>No face was found in this photo</source>
        <translation>In diesem Foto wurde kein Gesicht gefunden</translation>
    </message>
    <message>
        <source>Open a photo of a face</source>
        <translation>Öffnen Sie ein Foto von einem Gesicht</translation>
    </message>
    <message>
        <source>Opening {file}…</source>
        <translation>{file} wird geöffnet…</translation>
    </message>
    <message>
        <source>The detector looks for faces seen from the front, at least 40 pixels wide and not hidden.</source>
        <translation>Die Suche findet Gesichter, die von vorn zu sehen, mindestens 40 Bildpunkte breit und nicht verdeckt sind.</translation>
    </message>
    <message>
        <source>The model cannot be used</source>
        <translation>Das Modell kann nicht verwendet werden</translation>
    </message>
    <message>
        <source>pasted picture</source>
        <translation>eingefügtes Bild</translation>
    </message>
</context>
<context>
    <name>CurveChart</name>
    <message>
        <source>No values yet</source>
        <translation>Noch keine Werte</translation>
    </message>
    <message>
        <source>Step {step}</source>
        <translation>Schritt {step}</translation>
    </message>
</context>
<context>
    <name>CurvePane</name>
    <message>
        <source>&amp;Curves:</source>
        <translation>&amp;Kurven:</translation>
    </message>
    <message>
        <source>Attention mask</source>
        <translation>Attention-Maske</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Curves to show</source>
        <translation>Gezeigte Kurven</translation>
    </message>
    <message>
        <source>Equal ratios are equally far apart; values of 0 and below are left out</source>
        <translation>Gleiche Verhältnisse liegen gleich weit auseinander; Werte bis 0 fehlen</translation>
    </message>
    <message>
        <source>Faces kept aside</source>
        <translation>Zurückgehaltene Gesichter</translation>
    </message>
    <message>
        <source>Learning rate and speed</source>
        <translation>Lernrate und Tempo</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>Logarithmisch</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Training curves; the arrow keys tell the values of a step</source>
        <translation>Trainingskurven; die Pfeiltasten nennen die Werte eines Schritts</translation>
    </message>
</context>
<context>
    <name>DialogController</name>
    <message>
        <source>Expression from a photo</source>
        <translation>Ausdruck von einem Foto</translation>
    </message>
</context>
<context>
    <name>DriveController</name>
    <message>
        <source>Expression of the camera</source>
        <translation>Ausdruck der Kamera</translation>
    </message>
    <message>
        <source>Look at the camera with a relaxed face for a moment</source>
        <translation>Schauen Sie einen Augenblick mit entspanntem Gesicht in die Kamera</translation>
    </message>
    <message>
        <source>Look at the camera: your expression moves the photo.</source>
        <translation>Schauen Sie in die Kamera: Ihr Ausdruck bewegt das Foto.</translation>
    </message>
    <message>
        <source>No face is seen by the camera</source>
        <translation>Die Kamera sieht kein Gesicht</translation>
    </message>
    <message>
        <source>No picture from the camera</source>
        <translation>Kein Bild von der Kamera</translation>
    </message>
    <message>
        <source>Open a photo with a face first: that is what the camera moves.</source>
        <translation>Öffnen Sie zuerst ein Foto mit einem Gesicht: das bewegt die Kamera.</translation>
    </message>
    <message>
        <source>Opening the camera…</source>
        <translation>Die Kamera wird geöffnet…</translation>
    </message>
    <message>
        <source>The camera cannot move this photo</source>
        <translation>Die Kamera kann dieses Foto nicht bewegen</translation>
    </message>
    <message>
        <source>The camera does not answer</source>
        <translation>Die Kamera antwortet nicht</translation>
    </message>
    <message>
        <source>There is no expression to keep yet.</source>
        <translation>Es gibt noch keinen Ausdruck, der sich behalten ließe.</translation>
    </message>
    <message>
        <source>Unplug it and plug it in again, or choose another one.</source>
        <translation>Stecken Sie sie aus und wieder ein, oder wählen Sie eine andere.</translation>
    </message>
</context>
<context>
    <name>EditController</name>
    <message>
        <source>The model is still being loaded.</source>
        <translation>Das Modell wird noch geladen.</translation>
    </message>
</context>
<context>
    <name>ExportController</name>
    <message>
        <source>Nothing is edited yet, so there is nothing to save.</source>
        <translation>Es ist noch nichts bearbeitet, also gibt es nichts zu sichern.</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG-Bild (*.png)</translation>
    </message>
    <message>
        <source>Save mask</source>
        <translation>Maske sichern</translation>
    </message>
    <message>
        <source>Saved {file}</source>
        <translation>{file} gesichert</translation>
    </message>
    <message>
        <source>Saved {file} and {count} more</source>
        <translation>{file} und {count} weitere gesichert</translation>
    </message>
    <message>
        <source>The result is on the clipboard.</source>
        <translation>Das Ergebnis ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The result is the source already: nothing is edited.</source>
        <translation>Das Ergebnis ist schon die Quelle: Es ist nichts bearbeitet.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>A small JSON file that opens the photo again with every slider</source>
        <translation>Eine kleine JSON-Datei, die das Foto mit jedem Regler wieder öffnet</translation>
    </message>
    <message>
        <source>A table with OpenFace's column names, as CSV</source>
        <translation>Eine Tabelle mit den Spaltennamen von OpenFace, als CSV</translation>
    </message>
    <message>
        <source>Action Units</source>
        <translation>Action Units</translation>
    </message>
    <message>
        <source>Attention (8 and 16 bits) and color mask of each face, as PNG</source>
        <translation>Attention (8 und 16 Bit) und Farbmaske jedes Gesichts, als PNG</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>Both side by side in one picture</source>
        <translation>Beide nebeneinander in einem Bild</translation>
    </message>
    <message>
        <source>Choose at least one thing to write.</source>
        <translation>Wählen Sie wenigstens eines aus, das geschrieben werden soll.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Compress as the photo was</source>
        <translation>Komprimieren, wie es das Foto war</translation>
    </message>
    <message>
        <source>EXIF data</source>
        <translation>EXIF-Daten</translation>
    </message>
    <message>
        <source>Edited photo</source>
        <translation>Bearbeitetes Foto</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export as</source>
        <translation>Exportieren als</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Give the file a name.</source>
        <translation>Geben Sie der Datei einen Namen.</translation>
    </message>
    <message>
        <source>Give the file a shorter name.</source>
        <translation>Geben Sie der Datei einen kürzeren Namen.</translation>
    </message>
    <message>
        <source>This picture was pasted or edited before: it has no file that a recipe could open again.</source>
        <translation>Dieses Bild wurde eingefügt oder schon bearbeitet: Es hat keine Datei, die ein Rezept wieder öffnen könnte.</translation>
    </message>
    <message>
        <source>In the photo's own size</source>
        <translation>In der Größe des Fotos</translation>
    </message>
    <message>
        <source>Kept: {parts}</source>
        <translation>Beibehalten: {parts}</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Nothing is edited: the file says nothing new about where it comes from.</source>
        <translation>Es ist nichts bearbeitet: Die Datei sagt nichts Neues über ihre Herkunft.</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Replace the file that is there</source>
        <translation>Die vorhandene Datei ersetzen</translation>
    </message>
    <message>
        <source>The file states that a trained model edited it (IPTC: compositeWithTrainedAlgorithmicMedia).</source>
        <translation>Die Datei gibt an, dass ein trainiertes Modell sie bearbeitet hat (IPTC: compositeWithTrainedAlgorithmicMedia).</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist.</source>
        <translation>Den Ordner {folder} gibt es nicht.</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>color profile</source>
        <translation>Farbprofil</translation>
    </message>
    <message>
        <source>transparency</source>
        <translation>Transparenz</translation>
    </message>
    <message>
        <source>{bits} bits a channel</source>
        <translation>{bits} Bit je Kanal</translation>
    </message>
    <message>
        <source>{file} exists already: give another name, or replace it.</source>
        <translation>{file} gibt es schon: Geben Sie einen anderen Namen an oder ersetzen Sie sie.</translation>
    </message>
</context>
<context>
    <name>ExpressionController</name>
    <message>
        <source>Apply to all faces</source>
        <translation>Auf alle Gesichter anwenden</translation>
    </message>
    <message>
        <source>Expression of {file}</source>
        <translation>Ausdruck von {file}</translation>
    </message>
    <message>
        <source>Make result the new source</source>
        <translation>Ergebnis zur neuen Quelle machen</translation>
    </message>
    <message>
        <source>No face was found in {file}.</source>
        <translation>In {file} wurde kein Gesicht gefunden.</translation>
    </message>
    <message>
        <source>Paste expression</source>
        <translation>Ausdruck einfügen</translation>
    </message>
    <message>
        <source>Random expression {seed}</source>
        <translation>Zufälliger Ausdruck {seed}</translation>
    </message>
    <message>
        <source>Reset to detected</source>
        <translation>Auf erkannt zurücksetzen</translation>
    </message>
    <message>
        <source>Reset to neutral</source>
        <translation>Auf neutral setzen</translation>
    </message>
    <message>
        <source>The expression is on the clipboard.</source>
        <translation>Der Ausdruck ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>There is no expression on the clipboard: copy one from a face first.</source>
        <translation>In der Zwischenablage ist kein Ausdruck: Kopieren Sie zuerst einen von einem Gesicht.</translation>
    </message>
    <message>
        <source>The steps before this one can no longer be taken back: the photos they came from need too much memory.</source>
        <translation>Die Schritte vor diesem lassen sich nicht mehr rückgängig machen: Die Fotos, von denen sie ausgingen, brauchen zu viel Speicher.</translation>
    </message>
</context>
<context>
    <name>FirstRunDialog</name>
    <message>
        <source>A changed expression can mislead, and it can hurt the person shown. Exported pictures say in their metadata that they were edited by a trained model.</source>
        <translation>Ein geänderter Ausdruck kann täuschen und die abgebildete Person verletzen. Exportierte Bilder geben in ihren Metadaten an, dass ein trainiertes Modell sie bearbeitet hat.</translation>
    </message>
    <message>
        <source>Change an expression, muscle by muscle</source>
        <translation>Ändern Sie einen Ausdruck, Muskel für Muskel</translation>
    </message>
    <message>
        <source>Drop one on the window. A portrait is there already, to try things on.</source>
        <translation>Legen Sie eines auf dem Fenster ab. Ein Porträt zum Ausprobieren ist schon da.</translation>
    </message>
    <message>
        <source>Each one moves one part of the face. Or take a preset: keys 1 to 9.</source>
        <translation>Jeder bewegt einen Teil des Gesichts. Oder nehmen Sie eine Vorlage: Tasten 1 bis 9.</translation>
    </message>
    <message>
        <source>I use my own face, or faces of people who gave me their permission.</source>
        <translation>Ich verwende mein eigenes Gesicht oder Gesichter von Menschen, die es mir erlaubt haben.</translation>
    </message>
    <message>
        <source>It stays with you</source>
        <translation>Es bleibt bei Ihnen</translation>
    </message>
    <message>
        <source>Move a slider</source>
        <translation>Bewegen Sie einen Regler</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Open a photo</source>
        <translation>Öffnen Sie ein Foto</translation>
    </message>
    <message>
        <source>Photos are worked on in this computer only. Nothing is sent anywhere.</source>
        <translation>Fotos werden nur auf diesem Rechner bearbeitet. Nichts wird irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>See what happened</source>
        <translation>Sehen Sie, was geschah</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>The masks show where the picture is edited, the bars what came of it.</source>
        <translation>Die Masken zeigen, wo das Bild bearbeitet ist, die Balken, was daraus wurde.</translation>
    </message>
    <message>
        <source>Welcome to GANimation Desktop</source>
        <translation>Willkommen bei GANimation Desktop</translation>
    </message>
</context>
<context>
    <name>JobDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>LiveBar</name>
    <message>
        <source>0 % holds the face at rest, 100 % is the face as it is, 200 % does everything twice as much.</source>
        <translation>0 % hält das Gesicht in Ruhe, 100 % ist das Gesicht, wie es ist, 200 % macht alles doppelt so stark.</translation>
    </message>
    <message>
        <source>Add to the face</source>
        <translation>Zum Gesicht addieren</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Amplify the face</source>
        <translation>Gesicht verstärken</translation>
    </message>
    <message>
        <source>Hold the expression</source>
        <translation>Ausdruck halten</translation>
    </message>
    <message>
        <source>Length of the recording</source>
        <translation>Länge der Aufnahme</translation>
    </message>
    <message>
        <source>The face does more, or less, of what it does by itself.</source>
        <translation>Das Gesicht macht mehr oder weniger von dem, was es von sich aus macht.</translation>
    </message>
    <message>
        <source>The face keeps the expression of the sliders; it may blink.</source>
        <translation>Das Gesicht behält den Ausdruck der Regler; blinzeln darf es.</translation>
    </message>
    <message>
        <source>What the camera sees</source>
        <translation>Was die Kamera sieht</translation>
    </message>
    <message>
        <source>What the sliders change is added to whatever the face does.</source>
        <translation>Was die Regler ändern, kommt zu allem hinzu, was das Gesicht macht.</translation>
    </message>
    <message>
        <source>What the sliders do to a live face</source>
        <translation>Was die Regler mit einem Live-Gesicht machen</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>LiveFeature</name>
    <message>
        <source>Recordings have the sound of the microphone</source>
        <translation>Aufnahmen haben den Ton des Mikrofons</translation>
    </message>
    <message>
        <source>The picture of now is on the clipboard.</source>
        <translation>Das Bild dieses Augenblicks ist in der Zwischenablage.</translation>
    </message>
</context>
<context>
    <name>LiveOutputs</name>
    <message>
        <source>Nothing was recorded.</source>
        <translation>Es wurde nichts aufgenommen.</translation>
    </message>
    <message>
        <source>Other programs can choose the camera {name} now.</source>
        <translation>Andere Programme können jetzt die Kamera {name} wählen.</translation>
    </message>
    <message>
        <source>Recording without sound: {reason}</source>
        <translation>Aufnahme ohne Ton: {reason}</translation>
    </message>
    <message>
        <source>Saved {file}</source>
        <translation>{file} gespeichert</translation>
    </message>
</context>
<context>
    <name>LivePresenter</name>
    <message>
        <source>Frozen</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Frozen: {keys} goes on</source>
        <translation>Angehalten: {keys} geht weiter</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Look at the camera; the face should be at least 40 pixels wide and not hidden.</source>
        <translation>Schauen Sie in die Kamera; das Gesicht sollte mindestens 40 Pixel breit und nicht verdeckt sein.</translation>
    </message>
    <message>
        <source>No face is seen</source>
        <translation>Kein Gesicht zu sehen</translation>
    </message>
    <message>
        <source>No picture from the camera</source>
        <translation>Kein Bild von der Kamera</translation>
    </message>
    <message>
        <source>Opening {camera}…</source>
        <translation>{camera} wird geöffnet…</translation>
    </message>
    <message>
        <source>The camera does not answer</source>
        <translation>Die Kamera antwortet nicht</translation>
    </message>
    <message>
        <source>The model cannot be used</source>
        <translation>Das Modell lässt sich nicht verwenden</translation>
    </message>
    <message>
        <source>Unplug it and plug it in again, or choose another one in the Camera menu.</source>
        <translation>Stecken Sie sie aus und wieder ein, oder wählen Sie im Menü Kamera eine andere.</translation>
    </message>
    <message>
        <source>{count} frames left out</source>
        <translation>{count} Bilder ausgelassen</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Action Units</source>
        <translation>Action Units</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Measured expression</source>
        <translation>Gemessener Ausdruck</translation>
    </message>
</context>
<context>
    <name>MaskHistogram</name>
    <message>
        <source>0 painted</source>
        <translation>0 gemalt</translation>
    </message>
    <message>
        <source>kept 1</source>
        <translation>behalten 1</translation>
    </message>
</context>
<context>
    <name>MaskPane</name>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Save as 16-bit PNG…</source>
        <translation>Als 16-Bit-PNG sichern…</translation>
    </message>
    <message>
        <source>Save as 8-bit PNG…</source>
        <translation>Als 8-Bit-PNG sichern…</translation>
    </message>
    <message>
        <source>What can be done with this mask</source>
        <translation>Was mit dieser Maske möglich ist</translation>
    </message>
    <message>
        <source>{pane}: menu</source>
        <translation>{pane}: Menü</translation>
    </message>
</context>
<context>
    <name>MaskPanes</name>
    <message>
        <source>Attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>Attention {symbol}</source>
        <translation>Attention {symbol}</translation>
    </message>
    <message>
        <source>Bright is kept (the paper's A)</source>
        <translation>Hell bleibt (A des Artikels)</translation>
    </message>
    <message>
        <source>Color mask</source>
        <translation>Farbmaske</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>From where each pixel is taken: hue is the direction, brightness the distance.</source>
        <translation>Woher jeder Bildpunkt stammt: Der Farbton ist die Richtung, die Helligkeit die Entfernung.</translation>
    </message>
    <message>
        <source>How much each pixel of the face changed.</source>
        <translation>Wie sehr sich jeder Bildpunkt des Gesichts geändert hat.</translation>
    </message>
    <message>
        <source>No face yet</source>
        <translation>Noch kein Gesicht</translation>
    </message>
    <message>
        <source>Nothing is edited yet</source>
        <translation>Noch nichts bearbeitet</translation>
    </message>
    <message>
        <source>This model moves no pixels</source>
        <translation>Dieses Modell verschiebt keine Bildpunkte</translation>
    </message>
    <message>
        <source>What the network paints where the attention lets it.</source>
        <translation>Was das Netz dort malt, wo die Attention es lässt.</translation>
    </message>
    <message>
        <source>Where the network edits the picture.</source>
        <translation>Wo das Netz das Bild bearbeitet.</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>bleibt</translation>
    </message>
    <message>
        <source>painted color</source>
        <translation>gemalte Farbe</translation>
    </message>
    <message>
        <source>{percent:.0f} % edited</source>
        <translation>{percent:.0f} % bearbeitet</translation>
    </message>
    <message>
      <source>nothing edited</source>
      <translation>nichts bearbeitet</translation>
    </message>
</context>
<context>
    <name>MaskPictures</name>
    <message>
        <source>{value:.0f} of 255</source>
        <translation>{value:.0f} von 255</translation>
    </message>
</context>
<context>
    <name>MaskStatistics</name>
    <message>
        <source>Attention mask: mean {mean}; {painted} % of the pixels wholly painted, {kept} % wholly kept</source>
        <translation>Attention-Maske: Mittel {mean}; {painted} % der Pixel ganz gemalt, {kept} % ganz behalten</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Camera</source>
        <translation>&amp;Kamera</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>&amp;Leisten</translation>
    </message>
    <message>
        <source>&amp;Presets</source>
        <translation>&amp;Vorlagen</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>E&amp;xtras</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Vi&amp;deo</source>
        <translation>Vi&amp;deo</translation>
    </message>
</context>
<context>
    <name>Microphone</name>
    <message>
        <source>No microphone is connected.</source>
        <translation>Kein Mikrofon ist angeschlossen.</translation>
    </message>
    <message>
        <source>Sound needs QtMultimedia, which cannot be loaded here.</source>
        <translation>Für Ton ist QtMultimedia nötig, das sich hier nicht laden lässt.</translation>
    </message>
    <message>
        <source>The microphone cannot be opened: another program may use it, or the system does not allow it.</source>
        <translation>Das Mikrofon lässt sich nicht öffnen: Vielleicht benutzt es ein anderes Programm, oder das System erlaubt es nicht.</translation>
    </message>
</context>
<context>
    <name>ModelDetails</name>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Conditioning</source>
        <translation>Steuerung</translation>
    </message>
    <message>
        <source>Face crop</source>
        <translation>Gesichtsausschnitt</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>absolute: the target alone</source>
        <translation>absolut: das Ziel allein</translation>
    </message>
    <message>
        <source>added by you</source>
        <translation>von Ihnen hinzugefügt</translation>
    </message>
    <message>
        <source>came with the program</source>
        <translation>liegt dem Programm bei</translation>
    </message>
    <message>
        <source>critic: used in training only</source>
        <translation>Kritiker: nur beim Training verwendet</translation>
    </message>
    <message>
        <source>estimator: finds landmarks and Action Units</source>
        <translation>Schätzer: findet Landmarken und Action Units</translation>
    </message>
    <message>
        <source>generator: changes expressions</source>
        <translation>Generator: ändert Ausdrücke</translation>
    </message>
    <message>
        <source>relative: target minus source</source>
        <translation>relativ: Ziel minus Quelle</translation>
    </message>
</context>
<context>
    <name>ModelManagerDialog</name>
    <message>
        <source>Checking {file}…</source>
        <translation>{file} wird geprüft…</translation>
    </message>
    <message>
        <source>Checkpoints ({patterns});;All files (*)</source>
        <translation>Checkpoints ({patterns});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Copy a checkpoint to your models, or convert one of a published GANimation code; dropping a file here does the same</source>
        <translation>Einen Checkpoint zu Ihren Modellen kopieren oder einen eines veröffentlichten GANimation-Codes umwandeln; eine Datei hier abzulegen bewirkt dasselbe</translation>
    </message>
    <message>
        <source>Details of the model</source>
        <translation>Angaben zum Modell</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Modell importieren</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Read every weight and check that the program can use it</source>
        <translation>Jedes Gewicht lesen und prüfen, ob das Programm es verwenden kann</translation>
    </message>
    <message>
        <source>Reading the models…</source>
        <translation>Die Modelle werden gelesen…</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>The folder is {folder}</source>
        <translation>Der Ordner ist {folder}</translation>
    </message>
    <message>
        <source>There is no model. Import one to begin.</source>
        <translation>Es gibt kein Modell. Importieren Sie eines, um zu beginnen.</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Verifying {name}…</source>
        <translation>{name} wird geprüft…</translation>
    </message>
    <message>
        <source>{file} was imported.</source>
        <translation>{file} wurde importiert.</translation>
    </message>
    <message>
        <source>{name} (cannot be used)</source>
        <translation>{name} (nicht verwendbar)</translation>
    </message>
    <message>
        <source>{name} (in use)</source>
        <translation>{name} (in Gebrauch)</translation>
    </message>
    <message>
        <source>{name} is sound: {n} weights, SHA-256 {sha256}.</source>
        <translation>{name} ist in Ordnung: {n} Gewichte, SHA-256 {sha256}.</translation>
    </message>
    <message>
        <source>{name} is used from now on.</source>
        <translation>{name} wird von nun an verwendet.</translation>
    </message>
</context>
<context>
    <name>OpenController</name>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Forget this list</source>
        <translation>Diese Liste vergessen</translation>
    </message>
    <message>
        <source>Nothing opened yet</source>
        <translation>Noch nichts geöffnet</translation>
    </message>
    <message>
        <source>Open photo or video</source>
        <translation>Foto oder Video öffnen</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>Fotos ({patterns})</translation>
    </message>
    <message>
        <source>Photos, videos and recipes ({patterns})</source>
        <translation>Fotos, Videos und Rezepte ({patterns})</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>In der Zwischenablage ist kein Bild.</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>PanelsPresenter</name>
    <message>
        <source>1 face</source>
        <translation>1 Gesicht</translation>
    </message>
    <message>
        <source>Face {number} of {count}</source>
        <translation>Gesicht {number} von {count}</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation>Gesichter werden gesucht…</translation>
    </message>
    <message>
        <source>No face found</source>
        <translation>Kein Gesicht gefunden</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>No photo</source>
        <translation>Kein Foto</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>The camera moves the face on the photo</source>
        <translation>Die Kamera bewegt das Gesicht auf dem Foto</translation>
    </message>
</context>
<context>
    <name>PresetBar</name>
    <message>
        <source>Apply “{name}”</source>
        <translation>„{name}“ anwenden</translation>
    </message>
    <message>
        <source>Delete preset</source>
        <translation>Vorlage löschen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Earlier presets</source>
        <translation>Frühere Vorlagen</translation>
    </message>
    <message>
        <source>Export preset</source>
        <translation>Vorlage exportieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Further presets</source>
        <translation>Weitere Vorlagen</translation>
    </message>
    <message>
        <source>Import presets</source>
        <translation>Vorlagen importieren</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Move back</source>
        <translation>Nach vorn rücken</translation>
    </message>
    <message>
        <source>Move forth</source>
        <translation>Nach hinten rücken</translation>
    </message>
    <message>
        <source>Move preset</source>
        <translation>Vorlage verschieben</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Presets (*.json)</source>
        <translation>Vorlagen (*.json)</translation>
    </message>
    <message>
        <source>Rename preset</source>
        <translation>Vorlage umbenennen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation>Als Vorlage sichern</translation>
    </message>
    <message>
        <source>Save the expression as a preset</source>
        <translation>Den Ausdruck als Vorlage sichern</translation>
    </message>
    <message>
        <source>Save the expression…</source>
        <translation>Ausdruck sichern…</translation>
    </message>
</context>
<context>
    <name>PresetDialogs</name>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete preset</source>
        <translation>Vorlage löschen</translation>
    </message>
    <message>
        <source>Delete the preset “{name}”?</source>
        <translation>Die Vorlage „{name}“ löschen?</translation>
    </message>
    <message>
        <source>Its file is removed; this cannot be undone.</source>
        <translation>Ihre Datei wird entfernt; das lässt sich nicht rückgängig machen.</translation>
    </message>
</context>
<context>
    <name>PresetModel</name>
    <message>
        <source>Key {key}</source>
        <translation>Taste {key}</translation>
    </message>
</context>
<context>
    <name>PresetNameDialog</name>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <source>For example: amused</source>
        <translation>Zum Beispiel: vergnügt</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>Name der Vorlage</translation>
    </message>
    <message>
        <source>There is a preset of this name already.</source>
        <translation>Eine Vorlage dieses Namens gibt es schon.</translation>
    </message>
</context>
<context>
    <name>ReadOut</name>
    <message>
        <source>Measured Action Units</source>
        <translation>Gemessene Action Units</translation>
    </message>
    <message>
        <source>result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>source</source>
        <translation>Quelle</translation>
    </message>
</context>
<context>
    <name>ReadOutModel</name>
    <message>
        <source>Action Unit</source>
        <translation>Action Unit</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Balken</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Source {source}, result {result}.</source>
        <translation>Quelle {source}, Ergebnis {result}.</translation>
    </message>
    <message>
        <source>{title}: source {source}, result {result}</source>
        <translation>{title}: Quelle {source}, Ergebnis {result}</translation>
    </message>
</context>
<context>
    <name>SampleView</name>
    <message>
        <source>Faces kept aside, in columns: source, what is wanted, result, color mask, edited share (bright = edited). A double click opens {file}.</source>
        <translation>Zurückgehaltene Gesichter, in Spalten: Ausgangsbild, Ziel, Ergebnis, Farbmaske, bearbeiteter Anteil (hell = bearbeitet). Ein Doppelklick öffnet {file}.</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>The first samples come after a minute of training.</source>
        <translation>Die ersten Proben kommen nach einer Minute Training.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>&amp;Appearance:</source>
        <translation>&amp;Aussehen:</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>&amp;Sprache:</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Graphics of a Mac (MPS)</source>
        <translation>Grafik eines Mac (MPS)</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Networks &amp;run on:</source>
        <translation>Netze &amp;laufen auf:</translation>
    </message>
    <message>
        <source>Presets, models and logs lie in {folder}</source>
        <translation>Vorlagen, Modelle und Protokolle liegen in {folder}</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>The fastest there is</source>
        <translation>Das Schnellste, was da ist</translation>
    </message>
    <message>
        <source>The folder is {folder}</source>
        <translation>Der Ordner ist {folder}</translation>
    </message>
    <message>
        <source>The language changes when the program is started again.</source>
        <translation>Die Sprache wechselt, wenn das Programm neu gestartet wird.</translation>
    </message>
    <message>
        <source>Your &amp;data:</source>
        <translation>Ihre &amp;Daten:</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Back to the detected value</source>
        <translation>Zurück auf den erkannten Wert</translation>
    </message>
    <message>
        <source>Click its box</source>
        <translation>Klick auf seinen Rahmen</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>Give the selected command its default keys again</source>
        <translation>Dem ausgewählten Befehl seine Standardtasten wiedergeben</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Mouse wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>Move by 0.01</source>
        <translation>Um 0,01 bewegen</translation>
    </message>
    <message>
        <source>Move by 0.1</source>
        <translation>Um 0,1 bewegen</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>Das Bild verschieben</translation>
    </message>
    <message>
        <source>New keys of the selected command</source>
        <translation>Neue Tasten des ausgewählten Befehls</translation>
    </message>
    <message>
        <source>New keys:</source>
        <translation>Neue Tasten:</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Search a command or a key</source>
        <translation>Befehl oder Taste suchen</translation>
    </message>
    <message>
        <source>Select a face</source>
        <translation>Ein Gesicht auswählen</translation>
    </message>
    <message>
        <source>Sliders</source>
        <translation>Regler</translation>
    </message>
    <message>
        <source>Type a number</source>
        <translation>Eine Zahl eintippen</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>Am Zeiger vergrößern</translation>
    </message>
    <message>
        <source>{delete}, double click</source>
        <translation>{delete}, Doppelklick</translation>
    </message>
    <message>
        <source>{keys} belongs to “{command}”.</source>
        <translation>{keys} gehört zu „{command}“.</translation>
    </message>
    <message>
        <source>“{command}” changed.</source>
        <translation>„{command}“ geändert.</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Faces found in the photo</source>
        <translation>Im Foto gefundene Gesichter</translation>
    </message>
    <message>
        <source>Time from a slider move to the screen, and the stage that takes longest</source>
        <translation>Zeit von einer Reglerbewegung bis zum Schirm, und die Stufe, die am längsten dauert</translation>
    </message>
    <message>
        <source>Where the networks run</source>
        <translation>Wo die Netze laufen</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Vergrößerung</translation>
    </message>
    <message>
        <source>compositing</source>
        <translation>Zusammensetzen</translation>
    </message>
    <message>
        <source>detection</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>encoder</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>landmarks</source>
        <translation>Landmarken</translation>
    </message>
    <message>
        <source>tracking</source>
        <translation>Verfolgung</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>A closed smile: 12 with a little 6.</source>
        <translation>Ein Lächeln mit geschlossenem Mund: 12 mit etwas 6.</translation>
    </message>
    <message>
        <source>A face at rest: every unit at 0.</source>
        <translation>Ein Gesicht in Ruhe: jede Action Unit auf 0.</translation>
    </message>
    <message>
        <source>A laugh: 6 + 12 + 25, with a little 7 and 26.</source>
        <translation>Ein Lachen: 6 + 12 + 25, mit etwas 7 und 26.</translation>
    </message>
    <message>
        <source>Anger</source>
        <translation>Wut</translation>
    </message>
    <message>
        <source>Big smile</source>
        <translation>Breites Lächeln</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>Blinzeln</translation>
    </message>
    <message>
        <source>Brow</source>
        <translation>Augenbrauen</translation>
    </message>
    <message>
        <source>Brow lowerer</source>
        <translation>Brauen senken</translation>
    </message>
    <message>
        <source>Cheek raiser</source>
        <translation>Wangen heben</translation>
    </message>
    <message>
        <source>Chin and lower lip pushed up: 17, with some 15, 23 and 1.</source>
        <translation>Kinn und Unterlippe vorgeschoben: 17, mit etwas 15, 23 und 1.</translation>
    </message>
    <message>
        <source>Chin raiser</source>
        <translation>Kinn heben</translation>
    </message>
    <message>
        <source>Closed eyes: 45; the rest of the face stays as it is.</source>
        <translation>Geschlossene Augen: 45; der Rest des Gesichts bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Closes both eyes.</source>
        <translation>Schließt beide Augen.</translation>
    </message>
    <message>
        <source>Contempt</source>
        <translation>Verachtung</translation>
    </message>
    <message>
        <source>Dimpler</source>
        <translation>Grübchen</translation>
    </message>
    <message>
        <source>Disgust</source>
        <translation>Ekel</translation>
    </message>
    <message>
        <source>Drops the jaw, so that the mouth falls open.</source>
        <translation>Senkt den Kiefer, sodass der Mund offen steht.</translation>
    </message>
    <message>
        <source>EMFACS: 1 + 2 + 4 + 5 + 7 + 20 + 26; lips parted with 25.</source>
        <translation>EMFACS: 1 + 2 + 4 + 5 + 7 + 20 + 26; Lippen geöffnet mit 25.</translation>
    </message>
    <message>
        <source>EMFACS: 1 + 2 + 5B + 26; a dropped jaw parts the lips, 25.</source>
        <translation>EMFACS: 1 + 2 + 5B + 26; der gesenkte Kiefer öffnet die Lippen, 25.</translation>
    </message>
    <message>
        <source>EMFACS: 1 + 4 + 15.</source>
        <translation>EMFACS: 1 + 4 + 15.</translation>
    </message>
    <message>
        <source>EMFACS: 4 + 5 + 7 + 23.</source>
        <translation>EMFACS: 4 + 5 + 7 + 23.</translation>
    </message>
    <message>
        <source>EMFACS: 6 + 12; lips parted with 25.</source>
        <translation>EMFACS: 6 + 12; Lippen geöffnet mit 25.</translation>
    </message>
    <message>
        <source>EMFACS: 9 + 15 + 17, with some 10 where the upper lip follows the nose.</source>
        <translation>EMFACS: 9 + 15 + 17, mit etwas 10, wo die Oberlippe der Nase folgt.</translation>
    </message>
    <message>
        <source>EMFACS: R12A + R14A on one side; both sides here, because the units are bilateral.</source>
        <translation>EMFACS: R12A + R14A auf einer Seite; hier auf beiden, weil die Action Units beidseitig sind.</translation>
    </message>
    <message>
        <source>Eyebrows drawn together: 4, with some 7 and 15.</source>
        <translation>Zusammengezogene Augenbrauen: 4, mit etwas 7 und 15.</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>Fear</source>
        <translation>Angst</translation>
    </message>
    <message>
        <source>Frown</source>
        <translation>Stirnrunzeln</translation>
    </message>
    <message>
        <source>Gentle smile</source>
        <translation>Sanftes Lächeln</translation>
    </message>
    <message>
        <source>Inner brow raiser</source>
        <translation>Innere Brauen heben</translation>
    </message>
    <message>
        <source>Jaw</source>
        <translation>Kiefer</translation>
    </message>
    <message>
        <source>Jaw drop</source>
        <translation>Kiefer senken</translation>
    </message>
    <message>
        <source>Joy</source>
        <translation>Freude</translation>
    </message>
    <message>
        <source>Lid tightener</source>
        <translation>Lider anspannen</translation>
    </message>
    <message>
        <source>Lifts the cheeks and narrows the eyes, as in a real smile.</source>
        <translation>Hebt die Wangen und verengt die Augen, wie bei einem echten Lächeln.</translation>
    </message>
    <message>
        <source>Lifts the inner ends of the eyebrows, as in sadness or worry.</source>
        <translation>Hebt die inneren Enden der Augenbrauen, wie bei Trauer oder Sorge.</translation>
    </message>
    <message>
        <source>Lifts the middle of the upper lip.</source>
        <translation>Hebt die Mitte der Oberlippe.</translation>
    </message>
    <message>
        <source>Lifts the outer ends of the eyebrows into an arch.</source>
        <translation>Hebt die äußeren Enden der Augenbrauen zu einem Bogen.</translation>
    </message>
    <message>
        <source>Lip corner depressor</source>
        <translation>Mundwinkel senken</translation>
    </message>
    <message>
        <source>Lip corner puller</source>
        <translation>Mundwinkel hochziehen</translation>
    </message>
    <message>
        <source>Lip stretcher</source>
        <translation>Lippen dehnen</translation>
    </message>
    <message>
        <source>Lip tightener</source>
        <translation>Lippen anspannen</translation>
    </message>
    <message>
        <source>Lips part</source>
        <translation>Lippen öffnen</translation>
    </message>
    <message>
        <source>Mouth</source>
        <translation>Mund</translation>
    </message>
    <message>
        <source>Neutral</source>
        <translation>Neutral</translation>
    </message>
    <message>
        <source>Nose and cheeks</source>
        <translation>Nase und Wangen</translation>
    </message>
    <message>
        <source>Nose wrinkler</source>
        <translation>Nase rümpfen</translation>
    </message>
    <message>
        <source>Opens the eyes wide, so that more of the white shows.</source>
        <translation>Öffnet die Augen weit, sodass mehr vom Weißen zu sehen ist.</translation>
    </message>
    <message>
        <source>Outer brow raiser</source>
        <translation>Äußere Brauen heben</translation>
    </message>
    <message>
        <source>Parts the lips.</source>
        <translation>Öffnet die Lippen.</translation>
    </message>
    <message>
        <source>Pout</source>
        <translation>Schmollen</translation>
    </message>
    <message>
        <source>Pulls the corners of the mouth down.</source>
        <translation>Zieht die Mundwinkel nach unten.</translation>
    </message>
    <message>
        <source>Pulls the corners of the mouth up and out: a smile.</source>
        <translation>Zieht die Mundwinkel nach oben und außen: ein Lächeln.</translation>
    </message>
    <message>
        <source>Pulls the eyebrows down and together: a frown.</source>
        <translation>Zieht die Augenbrauen nach unten und zusammen: ein Stirnrunzeln.</translation>
    </message>
    <message>
        <source>Pushes the chin and the lower lip up.</source>
        <translation>Schiebt Kinn und Unterlippe nach oben.</translation>
    </message>
    <message>
        <source>Sadness</source>
        <translation>Trauer</translation>
    </message>
    <message>
        <source>Stretches the mouth sideways, as in fear.</source>
        <translation>Zieht den Mund in die Breite, wie bei Angst.</translation>
    </message>
    <message>
        <source>Surprise</source>
        <translation>Überraschung</translation>
    </message>
    <message>
        <source>Tightens and narrows the lips, as in anger.</source>
        <translation>Presst die Lippen zusammen, wie bei Wut.</translation>
    </message>
    <message>
        <source>Tightens the corners of the mouth inwards, making dimples.</source>
        <translation>Zieht die Mundwinkel nach innen, sodass Grübchen entstehen.</translation>
    </message>
    <message>
        <source>Tightens the eyelids into a squint.</source>
        <translation>Spannt die Lider an, wie beim Zusammenkneifen der Augen.</translation>
    </message>
    <message>
        <source>Upper lid raiser</source>
        <translation>Oberlider heben</translation>
    </message>
    <message>
        <source>Upper lip raiser</source>
        <translation>Oberlippe heben</translation>
    </message>
    <message>
        <source>Wrinkles the nose and lifts the nostrils, as in disgust.</source>
        <translation>Legt die Nase in Falten und hebt die Nasenflügel, wie bei Ekel.</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Click to go there, drag to move; double-click in the lane adds a keyframe</source>
        <translation>Klicken: dorthin gehen, Ziehen: bewegen; ein Doppelklick in der Spur fügt einen Keyframe hinzu</translation>
    </message>
    <message>
        <source>Keyframe at {time}: drag to move it</source>
        <translation>Keyframe bei {time}: zum Verschieben ziehen</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>Ended early at {steps}</source>
        <translation>Vorzeitig beendet bei {steps}</translation>
    </message>
    <message>
        <source>Ending after this step, then saving…</source>
        <translation>Endet nach diesem Schritt und speichert…</translation>
    </message>
    <message>
        <source>Finished: {steps}</source>
        <translation>Fertig: {steps}</translation>
    </message>
    <message>
        <source>If it stays so, end this training and start another with a higher loss weight {weight} under “Further settings”.</source>
        <translation>Bleibt das so, beenden Sie dieses Training und beginnen Sie ein neues mit einem höheren Gewicht {weight} unter „Weitere Einstellungen“.</translation>
    </message>
    <message>
        <source>If it stays so, end this training and start another with a lower loss weight {weight} under “Further settings”.</source>
        <translation>Bleibt das so, beenden Sie dieses Training und beginnen Sie ein neues mit einem niedrigeren Gewicht {weight} unter „Weitere Einstellungen“.</translation>
    </message>
    <message>
        <source>It can go on by itself, also when the program is closed. This window finds it again.</source>
        <translation>Es kann allein weiterlaufen, auch wenn das Programm geschlossen ist. Dieses Fenster findet es wieder.</translation>
    </message>
    <message>
        <source>Let it go on</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Looking for faces in the photos: {made} found so far in {count} files</source>
        <translation>Sucht Gesichter in den Fotos: bisher {made} in {count} Dateien gefunden</translation>
    </message>
    <message>
        <source>Nothing has been learned yet.</source>
        <translation>Noch ist nichts gelernt.</translation>
    </message>
    <message>
        <source>Pause it</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Paused at {steps}</source>
        <translation>Angehalten bei {steps}</translation>
    </message>
    <message>
        <source>Reading the pictures; the first figures come after the first steps.</source>
        <translation>Liest die Bilder; die ersten Zahlen kommen nach den ersten Schritten.</translation>
    </message>
    <message>
        <source>The attention mask is 0 nearly everywhere, so the whole picture is painted anew.</source>
        <translation>Die Attention-Maske ist fast überall 0, das ganze Bild wird also neu gemalt.</translation>
    </message>
    <message>
        <source>The attention mask is 1 nearly everywhere, so nothing is edited.</source>
        <translation>Die Attention-Maske ist fast überall 1, es wird also nichts bearbeitet.</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>ending after this step</source>
        <translation>endet nach diesem Schritt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>preparing the photos</source>
        <translation>bereitet die Fotos vor</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>Schritt {step}</translation>
    </message>
    <message>
        <source>step {step} of {total}</source>
        <translation>Schritt {step} von {total}</translation>
    </message>
    <message>
        <source>training</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{steps}, {speed} pictures a second, about {time} left</source>
        <translation>{steps}, {speed} Bilder pro Sekunde, noch etwa {time}</translation>
    </message>
    <message>
        <source>“{name}” is being trained.</source>
        <translation>„{name}“ wird gerade trainiert.</translation>
    </message>
</context>
<context>
    <name>TrainingDialog</name>
    <message>
        <source>Add it to the models and edit with it from now on</source>
        <translation>Zu den Modellen hinzufügen und von jetzt an damit bearbeiten</translation>
    </message>
    <message>
        <source>Add to my models</source>
        <translation>Zu meinen Modellen</translation>
    </message>
    <message>
        <source>Checking the model…</source>
        <translation>Prüft das Modell…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Delete the training “{name}” with its curves, samples and model? Models that you added stay.</source>
        <translation>Das Training „{name}“ mit seinen Kurven, Proben und seinem Modell löschen? Hinzugefügte Modelle bleiben.</translation>
    </message>
    <message>
        <source>Delete training</source>
        <translation>Training löschen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>End here</source>
        <translation>Hier beenden</translation>
    </message>
    <message>
        <source>End the training early; its model is that of the last step</source>
        <translation>Das Training vorzeitig beenden; sein Modell ist das des letzten Schritts</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>New training…</source>
        <translation>Neues Training…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>The folder is {folder}</source>
        <translation>Der Ordner ist {folder}</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Training needs the Python module {library}, which is not installed; `pip install 'ganimation-desktop[train]'` brings it.</source>
        <translation>Das Training braucht das Python-Modul {library}, das nicht installiert ist; `pip install 'ganimation-desktop[train]'` bringt es.</translation>
    </message>
    <message>
        <source>Use it now</source>
        <translation>Jetzt verwenden</translation>
    </message>
    <message>
        <source>{name} ({state})</source>
        <translation>{name} ({state})</translation>
    </message>
    <message>
        <source>{name} is among your models now.</source>
        <translation>{name} gehört jetzt zu Ihren Modellen.</translation>
    </message>
    <message>
        <source>{name} is used from now on.</source>
        <translation>{name} wird ab jetzt verwendet.</translation>
    </message>
    <message>
        <source>This app comes without the training libraries; install the program with pip, the installer of Python, to train.</source>
        <translation>Dieser App fehlen die Trainingsbibliotheken; installieren Sie das Programm zum Trainieren mit pip, dem Installer von Python.</translation>
    </message>
</context>
<context>
    <name>TrainingMonitor</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Files left out</source>
        <translation>Ausgelassene Dateien</translation>
    </message>
    <message>
        <source>Files left out ({count})</source>
        <translation>Ausgelassene Dateien ({count})</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Messages and files left out</source>
        <translation>Meldungen und ausgelassene Dateien</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>What the process writes</source>
        <translation>Was der Prozess schreibt</translation>
    </message>
    <message>
        <source>Why it was left out</source>
        <translation>Warum sie ausgelassen wurde</translation>
    </message>
</context>
<context>
    <name>TrainingSetup</name>
    <message>
        <source>A quotation mark is missing in the further settings.</source>
        <translation>In den weiteren Einstellungen fehlt ein Anführungszeichen.</translation>
    </message>
    <message>
        <source>A training folder: {count} faces with one expression each</source>
        <translation>Ein Trainingsordner: {count} Gesichter mit je einem Ausdruck</translation>
    </message>
    <message>
        <source>A training folder: {count} faces with several expressions each</source>
        <translation>Ein Trainingsordner: {count} Gesichter mit je mehreren Ausdrücken</translation>
    </message>
    <message>
        <source>Arguments of the command “ganimation train”; “ganimation train --help” lists them</source>
        <translation>Argumente des Befehls „ganimation train“; „ganimation train --help“ nennt sie</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Face estimator</source>
        <translation>Gesichtsschätzer</translation>
    </message>
    <message>
        <source>Further settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message>
        <source>Further settings:</source>
        <translation>Weitere Einstellungen:</translation>
    </message>
    <message>
        <source>GANimation as published</source>
        <translation>GANimation wie veröffentlicht</translation>
    </message>
    <message>
        <source>Generator, from pairs</source>
        <translation>Generator, aus Paaren</translation>
    </message>
    <message>
        <source>Generator, from pairs and a critic</source>
        <translation>Generator, aus Paaren und mit Kritiker</translation>
    </message>
    <message>
        <source>Goes on with a trained generator; a critic makes its edits look more like photographs. Slow without a GPU.</source>
        <translation>Setzt bei einem trainierten Generator an; ein Kritiker macht das Ergebnis fotoähnlicher. Ohne GPU langsam.</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Length:</source>
        <translation>Dauer:</translation>
    </message>
    <message>
        <source>NVIDIA graphics card</source>
        <translation>NVIDIA-Grafikkarte</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>Name:</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Pictures to learn from</source>
        <translation>Bilder zum Lernen</translation>
    </message>
    <message>
        <source>Pictures:</source>
        <translation>Bilder:</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Recipe:</source>
        <translation>Rezept:</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Ausgangspunkt</translation>
    </message>
    <message>
        <source>Start from:</source>
        <translation>Ausgangspunkt:</translation>
    </message>
    <message>
        <source>The network learns from pictures on this computer; nothing leaves it. The training is a program of its own: you can go on editing meanwhile, and close this window.</source>
        <translation>Das Netz lernt aus Bildern auf diesem Rechner; nichts verlässt ihn. Das Training ist ein eigenes Programm: Sie können inzwischen weiterarbeiten und dieses Fenster schließen.</translation>
    </message>
    <message>
        <source>The network that reads landmarks and Action Units. It needs pictures whose Action Units are known.</source>
        <translation>Das Netz, das Landmarken und Action Units liest. Es braucht Bilder, deren Action Units bekannt sind.</translation>
    </message>
    <message>
        <source>The published network and losses, from photos alone. It needs thousands of faces and a GPU for hours.</source>
        <translation>Netz und Verluste wie veröffentlicht, allein aus Fotos. Braucht Tausende Gesichter und stundenlang eine GPU.</translation>
    </message>
    <message>
        <source>The training needs a name.</source>
        <translation>Das Training braucht einen Namen.</translation>
    </message>
    <message>
        <source>The way of the generator that came with the program: pictures of a face with two expressions. Quickest.</source>
        <translation>Wie beim mitgelieferten Generator: je zwei Bilder eines Gesichts mit verschiedenem Ausdruck. Am schnellsten.</translation>
    </message>
    <message>
        <source>There is a training of this name already.</source>
        <translation>Ein Training dieses Namens gibt es schon.</translation>
    </message>
    <message>
        <source>This recipe needs a training folder that shows each face with several expressions.</source>
        <translation>Dieses Rezept braucht einen Trainingsordner, der jedes Gesicht mit mehreren Ausdrücken zeigt.</translation>
    </message>
    <message>
        <source>This recipe needs a training folder; the Action Units of photos are only estimated.</source>
        <translation>Dieses Rezept braucht einen Trainingsordner; die Action Units von Fotos sind nur geschätzt.</translation>
    </message>
    <message>
        <source>Train on:</source>
        <translation>Trainieren auf:</translation>
    </message>
    <message>
        <source>Unit of the length</source>
        <translation>Einheit der Dauer</translation>
    </message>
    <message>
        <source>a folder of photos, or a training folder</source>
        <translation>ein Ordner mit Fotos oder ein Trainingsordner</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>scratch</source>
        <translation>von Grund auf</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>the weights that came with the program</source>
        <translation>mitgelieferte Gewichte</translation>
    </message>
    <message>
        <source>training {number}</source>
        <translation>Training {number}</translation>
    </message>
    <message>
        <source>{count} photos. Their faces are cut out and measured first; those that cannot be used are listed with the reason.</source>
        <translation>{count} Fotos. Zuerst werden ihre Gesichter ausgeschnitten und vermessen; unbrauchbare werden mit dem Grund aufgelistet.</translation>
    </message>
</context>
<context>
    <name>VideoBar</name>
    <message>
        <source>0 holds the face at rest, 1 is the face as it is, 2 does everything twice as much.</source>
        <translation>0 hält das Gesicht in Ruhe, 1 ist das Gesicht, wie es ist, 2 macht alles doppelt so stark.</translation>
    </message>
    <message>
        <source>Add to the face</source>
        <translation>Zum Gesicht dazu</translation>
    </message>
    <message>
        <source>All faces</source>
        <translation>Alle Gesichter</translation>
    </message>
    <message>
        <source>Amplify the face</source>
        <translation>Gesicht verstärken</translation>
    </message>
    <message>
        <source>Ease in</source>
        <translation>Sanft anfahren</translation>
    </message>
    <message>
        <source>Ease in and out</source>
        <translation>Sanft an und ab</translation>
    </message>
    <message>
        <source>Ease out</source>
        <translation>Sanft abbremsen</translation>
    </message>
    <message>
        <source>Hold the expression</source>
        <translation>Ausdruck halten</translation>
    </message>
    <message>
        <source>How much of itself the face does</source>
        <translation>Wie viel das Gesicht von sich aus tut</translation>
    </message>
    <message>
        <source>How the way to the next keyframe is gone</source>
        <translation>Wie der Weg zum nächsten Keyframe verläuft</translation>
    </message>
    <message>
        <source>Largest face</source>
        <translation>Größtes Gesicht</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Steady</source>
        <translation>Gleichmäßig</translation>
    </message>
    <message>
        <source>The face does more, or less, of what it does by itself.</source>
        <translation>Das Gesicht tut mehr oder weniger von dem, was es von selbst tut.</translation>
    </message>
    <message>
        <source>The face keeps the expression of the sliders; it may blink.</source>
        <translation>Das Gesicht behält den Ausdruck der Regler; blinzeln darf es.</translation>
    </message>
    <message>
        <source>What the sliders change is added to whatever the face does.</source>
        <translation>Was die Regler ändern, kommt zu dem hinzu, was das Gesicht tut.</translation>
    </message>
    <message>
        <source>What the sliders do to the moving face</source>
        <translation>Was die Regler mit dem bewegten Gesicht tun</translation>
    </message>
    <message>
        <source>Where the video stands, and its length</source>
        <translation>Wo das Video steht, und seine Länge</translation>
    </message>
    <message>
        <source>Which faces are edited</source>
        <translation>Welche Gesichter bearbeitet werden</translation>
    </message>
</context>
<context>
    <name>VideoController</name>
    <message>
        <source>No face is seen here, so there is nothing to take for rest.</source>
        <translation>Hier ist kein Gesicht zu sehen, das als Ruhe gelten könnte.</translation>
    </message>
</context>
<context>
    <name>VideoExportDialog</name>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>, about {time} left</source>
        <translation>, noch etwa {time}</translation>
    </message>
    <message>
        <source>; no face was found, so it shows the same.</source>
        <translation>; es wurde kein Gesicht gefunden, also zeigt es dasselbe.</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Beste</translation>
    </message>
    <message>
        <source>Cancelled; nothing was written.</source>
        <translation>Abgebrochen; nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Copied as it is</source>
        <translation>Unverändert übernehmen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export video</source>
        <translation>Video exportieren</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Give the file a name.</source>
        <translation>Geben Sie der Datei einen Namen.</translation>
    </message>
    <message>
        <source>High: no difference to be seen</source>
        <translation>Hoch: kein Unterschied zu sehen</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Modell wird geladen…</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Abschnitt</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Replace the file that is there</source>
        <translation>Vorhandene Datei ersetzen</translation>
    </message>
    <message>
        <source>Saved {file}</source>
        <translation>{file} gespeichert</translation>
    </message>
    <message>
        <source>Small file</source>
        <translation>Kleine Datei</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>The file states that a trained model edited it (IPTC: compositeWithTrainedAlgorithmicMedia).</source>
        <translation>Die Datei sagt, dass ein trainiertes Modell sie bearbeitet hat (IPTC: compositeWithTrainedAlgorithmicMedia).</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist.</source>
        <translation>Den Ordner {folder} gibt es nicht.</translation>
    </message>
    <message>
        <source>The name must end in {endings}.</source>
        <translation>Der Name muss auf {endings} enden.</translation>
    </message>
    <message>
        <source>The part {span}</source>
        <translation>Der Abschnitt {span}</translation>
    </message>
    <message>
        <source>The video has none</source>
        <translation>Das Video hat keinen</translation>
    </message>
    <message>
        <source>This is the open video itself: give another name.</source>
        <translation>Das ist das offene Video selbst: anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Videos ({patterns})</source>
        <translation>Videos ({patterns})</translation>
    </message>
    <message>
        <source>Whole video, {duration}</source>
        <translation>Ganzes Video, {duration}</translation>
    </message>
    <message>
        <source>{file} exists already: give another name, or replace it.</source>
        <translation>{file} gibt es schon: anderen Namen wählen oder ersetzen.</translation>
    </message>
    <message>
        <source>{width} × {height}, every frame at its own time; the video itself is not changed.</source>
        <translation>{width} × {height}, jedes Bild zu seiner Zeit; das Video selbst wird nicht geändert.</translation>
    </message>
</context>
<context>
    <name>VideoFeature</name>
    <message>
        <source>{file} has keyframes for a video: open the video first.</source>
        <translation>{file} enthält Keyframes für ein Video: Öffnen Sie zuerst das Video.</translation>
    </message>
</context>
<context>
    <name>VideoKeyframes</name>
    <message numerus="yes">
        <source>%n keyframe(s) from {file}</source>
        <translation>
            <numerusform>%n Keyframe aus {file}</numerusform>
            <numerusform>%n Keyframes aus {file}</numerusform>
        </translation>
    </message>
    <message>
        <source>Add keyframe</source>
        <translation>Keyframe hinzufügen</translation>
    </message>
    <message>
        <source>Change easing</source>
        <translation>Übergang ändern</translation>
    </message>
    <message>
        <source>Delete all keyframes</source>
        <translation>Alle Keyframes löschen</translation>
    </message>
    <message>
        <source>Delete keyframe</source>
        <translation>Keyframe löschen</translation>
    </message>
    <message>
        <source>Keyframes (*.json)</source>
        <translation>Keyframes (*.json)</translation>
    </message>
    <message>
        <source>Keyframes and AU tables (*.json *.csv)</source>
        <translation>Keyframes und AU-Tabellen (*.json *.csv)</translation>
    </message>
    <message>
        <source>Move keyframe</source>
        <translation>Keyframe verschieben</translation>
    </message>
    <message>
        <source>Open keyframes</source>
        <translation>Keyframes öffnen</translation>
    </message>
    <message>
        <source>Save keyframes</source>
        <translation>Keyframes sichern</translation>
    </message>
    <message>
        <source>Saved {file}</source>
        <translation>{file} gespeichert</translation>
    </message>
</context>
<context>
    <name>VideoPresenter</name>
    <message>
        <source>Go to a frame with a face seen from the front, at least 40 pixels wide and not hidden.</source>
        <translation>Gehen Sie zu einem Bild mit einem Gesicht von vorn, mindestens 40 Pixel breit und nicht verdeckt.</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Modell wird geladen…</translation>
    </message>
    <message>
        <source>No face is seen here</source>
        <translation>Hier ist kein Gesicht zu sehen</translation>
    </message>
    <message>
        <source>The video cannot be edited</source>
        <translation>Das Video lässt sich nicht bearbeiten</translation>
    </message>
</context>
</TS>
